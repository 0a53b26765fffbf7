/** PutIntegrationResponse, GetIntegrationResponse, UpdateIntegrationResponse, DeleteIntegrationResponse. */
import { operation } from '../../../cloud/operation.ts';
import type { ApiDefinition, Integration, IntegrationResponse } from '../../../state/apis/model.ts';
import { notFound } from '../errors.ts';
import { checkedContentHandling, checkIntegrationResponse } from '../integrations/integration-rules.ts';
import { compact, type Members, requiredText, text, textMap } from '../members.ts';
import { definitionFor, editFor, integrationFor, invalidStatusCode, methodFor, resourceFor } from '../method-state.ts';
import { applyPatch } from '../patch/patch.ts';
import { namingFault } from '../patch/refusals.ts';
import { mapField, NO_SUCH_CONTENT_TYPE, NO_SUCH_PARAMETER } from '../patch/rules.ts';

const PATH = '/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration/responses/{statusCode}';

export const putIntegrationResponse = operation({
  name: 'PutIntegrationResponse',
  http: `PUT ${PATH}`,
  status: 201,
  run(input: Members, context) {
    const statusCode = requiredText(input, 'statusCode');
    return editFor(context, input, (definition) => {
      const integration = integrationFor(definition, input);
      const response: IntegrationResponse = compact({
        statusCode,
        selectionPattern: text(input, 'selectionPattern'),
        responseParameters: textMap(input, 'responseParameters'),
        responseTemplates: templatesIn(input),
        contentHandling: text(input, 'contentHandling') as IntegrationResponse['contentHandling'],
      });
      checkIntegrationResponse(response, methodFor(definition, input));
      integration.integrationResponses = { ...integration.integrationResponses, [statusCode]: response };
      return response;
    });
  },
});

export const getIntegrationResponse = operation({
  name: 'GetIntegrationResponse',
  http: `GET ${PATH}`,
  run(input: Members, context) {
    const statusCode = requiredText(input, 'statusCode');
    return responseOf(integrationFor(definitionFor(context, input), input), statusCode);
  },
});

const table = namingFault<IntegrationResponse>([
  {
    path: '/selectionPattern',
    ops: ['replace'],
    apply: (response, { value = '' }) => {
      response.selectionPattern = value;
    },
  },
  {
    path: '/contentHandling',
    ops: ['replace'],
    apply: (response, { value }) => {
      if (!value) delete response.contentHandling;
      else response.contentHandling = checkedContentHandling(value);
    },
  },
  mapField('responseParameters', (value = '') => value, NO_SUCH_PARAMETER),
  mapField('responseTemplates', (value) => value || null, NO_SUCH_CONTENT_TYPE),
]);

export const updateIntegrationResponse = operation({
  name: 'UpdateIntegrationResponse',
  http: `PATCH ${PATH}`,
  run(input: Members, context) {
    const statusCode = requiredText(input, 'statusCode');
    return editFor(context, input, (definition) => {
      const integration = integrationFor(definition, input);
      const updated = applyPatch(table, responseOf(integration, statusCode), input);
      checkIntegrationResponse(updated, methodFor(definition, input));
      integration.integrationResponses = { ...integration.integrationResponses, [statusCode]: updated };
      return updated;
    });
  },
});

export const deleteIntegrationResponse = operation({
  name: 'DeleteIntegrationResponse',
  http: `DELETE ${PATH}`,
  status: 204,
  run(input: Members, context) {
    const statusCode = requiredText(input, 'statusCode');
    editFor(context, input, (definition) => {
      const integration = integrationToDeleteFrom(definition, input);
      responseOf(integration, statusCode);
      const { [statusCode]: _, ...others } = integration.integrationResponses ?? {};
      if (Object.keys(others).length > 0) integration.integrationResponses = others;
      else delete integration.integrationResponses;
    });
  },
});

/** A delete reports an unknown method as an unknown integration; the other operations do not [recorded]. */
function integrationToDeleteFrom(definition: ApiDefinition, input: Members): Integration {
  const method = resourceFor(definition, input).resourceMethods?.[requiredText(input, 'httpMethod')];
  if (!method?.methodIntegration) throw notFound('Invalid Integration identifier specified');
  return method.methodIntegration;
}

/** An empty text is stored as null (recorded: test_put_integration_response_templates). */
function templatesIn(input: Members): IntegrationResponse['responseTemplates'] {
  const templates = textMap(input, 'responseTemplates');
  return templates && Object.fromEntries(Object.entries(templates).map(([type, text]) => [type, text || null]));
}

function responseOf(integration: Integration, statusCode: string): IntegrationResponse {
  const response = integration.integrationResponses?.[statusCode];
  if (!response) throw invalidStatusCode();
  return response;
}
