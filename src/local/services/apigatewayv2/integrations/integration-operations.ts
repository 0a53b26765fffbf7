/** CreateIntegration, GetIntegration, GetIntegrations, UpdateIntegration and DeleteIntegration. */
import type { HttpIntegration } from '../../../state/http-apis/model.ts';
import { editDefinition } from '../edit-definition.ts';
import { conflict } from '../errors.ts';
import { operation } from '../operation.ts';
import { page } from '../page.ts';
import { requireDefinition, requirePart } from '../state.ts';
import { checkedIntegration, newIntegration } from './new-integration.ts';
import { mergedParameters } from './parameter-rules.ts';

export const createIntegration = operation('CreateIntegration', ({ ApiId, ...given }, context) =>
  editDefinition(context, ApiId, (draft) => {
    const integration = newIntegration(context, given);
    draft.integrations[integration.IntegrationId] = integration;
    return integration;
  }),
);

export const getIntegration = operation('GetIntegration', ({ ApiId, IntegrationId }, context) =>
  requirePart(requireDefinition(context, ApiId).integrations, IntegrationId, 'Integration'),
);

export const getIntegrations = operation('GetIntegrations', (input, context) => {
  const { items, next } = page(Object.values(requireDefinition(context, input.ApiId).integrations), input);
  return { Items: items, ...(next !== undefined && { NextToken: next }) };
});

export const updateIntegration = operation('UpdateIntegration', ({ ApiId, IntegrationId, ...given }, context) =>
  editDefinition(context, ApiId, (draft): HttpIntegration => {
    const before = requirePart(draft.integrations, IntegrationId, 'Integration');
    const { RequestParameters: ofRequest, ResponseParameters: ofResponse } = given;
    const integration = checkedIntegration({
      ...before,
      ...given,
      IntegrationId,
      ...(ofRequest && { RequestParameters: mergedParameters(before.RequestParameters, ofRequest) }),
      ...(ofResponse && { ResponseParameters: mergedParameters(before.ResponseParameters, ofResponse) }),
    });
    draft.integrations[IntegrationId] = integration;
    return integration;
  }),
);

export const deleteIntegration = operation('DeleteIntegration', ({ ApiId, IntegrationId }, context) =>
  editDefinition(context, ApiId, (draft) => {
    requirePart(draft.integrations, IntegrationId, 'Integration');
    const user = Object.values(draft.routes).find(({ Target }) => Target === `integrations/${IntegrationId}`);
    if (user) {
      throw conflict(
        `Cannot delete Integration '${IntegrationId}'. Integration is referenced in route: ${user.RouteKey}`,
      );
    }
    delete draft.integrations[IntegrationId];
  }),
);
