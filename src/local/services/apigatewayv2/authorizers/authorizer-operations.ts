/** CreateAuthorizer, GetAuthorizer, GetAuthorizers, UpdateAuthorizer, DeleteAuthorizer and ResetAuthorizersCache. */
import { editDefinition } from '../edit-definition.ts';
import { conflict } from '../errors.ts';
import { newShortId } from '../identifiers.ts';
import { operation } from '../operation.ts';
import { page } from '../page.ts';
import { requireDefinition, requirePart } from '../state.ts';
import { checkedAuthorizer } from './authorizer-rules.ts';

export const createAuthorizer = operation('CreateAuthorizer', ({ ApiId, ...given }, context) =>
  editDefinition(context, ApiId, (draft) => {
    const authorizer = checkedAuthorizer({ ...given, AuthorizerId: newShortId(context) });
    if (Object.values(draft.authorizers).some(({ Name }) => Name === authorizer.Name)) {
      throw conflict('Authorizer name must be unique');
    }
    draft.authorizers[authorizer.AuthorizerId] = authorizer;
    return authorizer;
  }),
);

export const getAuthorizer = operation('GetAuthorizer', ({ ApiId, AuthorizerId }, context) =>
  requirePart(requireDefinition(context, ApiId).authorizers, AuthorizerId, 'Authorizer'),
);

export const getAuthorizers = operation('GetAuthorizers', (input, context) => {
  const { items, next } = page(Object.values(requireDefinition(context, input.ApiId).authorizers), input);
  return { Items: items, ...(next !== undefined && { NextToken: next }) };
});

export const updateAuthorizer = operation('UpdateAuthorizer', ({ ApiId, AuthorizerId, ...given }, context) =>
  editDefinition(context, ApiId, (draft) => {
    const before = requirePart(draft.authorizers, AuthorizerId, 'Authorizer');
    const authorizer = checkedAuthorizer({ ...before, ...given, AuthorizerId });
    draft.authorizers[AuthorizerId] = authorizer;
    return authorizer;
  }),
);

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
