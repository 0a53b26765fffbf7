/** CreateAuthorizer, GetAuthorizer, GetAuthorizers, UpdateAuthorizer, DeleteAuthorizer and ResetAuthorizersCache. */
import { authorizerResets } from '../../../state/http-apis/model.ts';
import { editDefinition } from '../edit-definition.ts';
import { conflict } from '../errors.ts';
import { newShortId } from '../identifiers.ts';
import { operation } from '../operation.ts';
import { page } from '../page.ts';
import { requireApi, requireDefinition, requirePart, requireStage } from '../state.ts';
import { checkedAuthorizer } from './authorizer-rules.ts';
import { checkIssuer } from './check-issuer.ts';

export const createAuthorizer = operation('CreateAuthorizer', async ({ ApiId, ...given }, context) => {
  requireApi(context, ApiId);
  const authorizer = checkedAuthorizer({ ...given, AuthorizerId: newShortId(context) });
  await checkIssuer(context, authorizer);
  return editDefinition(context, ApiId, (draft) => {
    if (Object.values(draft.authorizers).some(({ Name }) => Name === authorizer.Name)) {
      throw conflict('Authorizer name must be unique');
    }
    draft.authorizers[authorizer.AuthorizerId] = authorizer;
    return authorizer;
  });
});

export const getAuthorizer = operation('GetAuthorizer', ({ ApiId, AuthorizerId }, context) =>
  requirePart(requireDefinition(context, ApiId).authorizers, AuthorizerId, 'Authorizer'),
);

export const getAuthorizers = operation('GetAuthorizers', (input, context) => {
  const { items, next } = page(Object.values(requireDefinition(context, input.ApiId).authorizers), input);
  return { Items: items, ...(next !== undefined && { NextToken: next }) };
});

export const updateAuthorizer = operation('UpdateAuthorizer', async ({ ApiId, AuthorizerId, ...given }, context) => {
  const before = requirePart(requireDefinition(context, ApiId).authorizers, AuthorizerId, 'Authorizer');
  const authorizer = checkedAuthorizer({ ...before, ...given, AuthorizerId });
  await checkIssuer(context, authorizer);
  return editDefinition(context, ApiId, (draft) => {
    draft.authorizers[AuthorizerId] = authorizer;
    return authorizer;
  });
});

export const deleteAuthorizer = operation('DeleteAuthorizer', ({ ApiId, AuthorizerId }, context) =>
  editDefinition(context, ApiId, (draft) => {
    requirePart(draft.authorizers, AuthorizerId, 'Authorizer');
    const user = Object.values(draft.routes).find((route) => route.AuthorizerId === AuthorizerId);
    if (user) {
      throw conflict(`Cannot delete Authorizer '${AuthorizerId}'. Authorizer is referenced in route: ${user.RouteKey}`);
    }
    delete draft.authorizers[AuthorizerId];
  }),
);

/** The cached answers of all Lambda authorizers of the stage are dropped. */
export const resetAuthorizersCache = operation('ResetAuthorizersCache', ({ ApiId, StageName }, context) => {
  requireStage(context, ApiId, StageName);
  const key = `${ApiId}/${StageName}`;
  const resets = authorizerResets(context.cloud, context);
  resets.put(key, { count: (resets.get(key)?.count ?? 0) + 1 });
});
