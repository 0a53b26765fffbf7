/** PutGatewayResponse, GetGatewayResponse, GetGatewayResponses, UpdateGatewayResponse, DeleteGatewayResponse. */
import { operation } from '../../../cloud/operation.ts';
import type { GatewayResponse } from '../../../state/apis/model.ts';
import { badRequest, notFound } from '../errors.ts';
import { compact, type Members, requiredText, text, textMap } from '../members.ts';
import { page } from '../paging.ts';
import { applyPatch } from '../patch/patch.ts';
import { namingPath } from '../patch/refusals.ts';
import { mapField, NO_SUCH_CONTENT_TYPE, NO_SUCH_PARAMETER } from '../patch/rules.ts';
import { editDefinition, requireDefinition } from '../state.ts';
import { checkedGatewayResponse, RESPONSE_TYPES, shownGatewayResponse } from './gateway-response-rules.ts';

const PATH = '/restapis/{restApiId}/gatewayresponses/{responseType}';

export const putGatewayResponse = operation({
  name: 'PutGatewayResponse',
  http: `PUT ${PATH}`,
  status: 201,
  run(input: Members, context) {
    const responseType = requiredText(input, 'responseType');
    return editDefinition(context, requiredText(input, 'restApiId'), (definition) => {
      definition.gatewayResponses[responseType] = checkedGatewayResponse(
        compact({
          responseType,
          statusCode: text(input, 'statusCode'),
          responseParameters: textMap(input, 'responseParameters'),
          responseTemplates: textMap(input, 'responseTemplates'),
        }),
      );
      return shownGatewayResponse(definition, responseType);
    });
  },
});

export const getGatewayResponse = operation({
  name: 'GetGatewayResponse',
  http: `GET ${PATH}`,
  run(input: Members, context) {
    const responseType = requiredText(input, 'responseType');
    return shownGatewayResponse(requireDefinition(context, requiredText(input, 'restApiId')), responseType);
  },
});

export const getGatewayResponses = operation({
  name: 'GetGatewayResponses',
  http: 'GET /restapis/{restApiId}/gatewayresponses',
  run(input: Members, context) {
    const definition = requireDefinition(context, requiredText(input, 'restApiId'));
    const all = [...RESPONSE_TYPES].sort().map((type) => shownGatewayResponse(definition, type));
    return page(all, (response) => response.responseType, input);
  },
});

const present = (field: string) => (value: string | undefined) => {
  if (!value) throw badRequest(`Invalid null or empty value in ${field}`);
  return value;
};

const table = namingPath<GatewayResponse>([
  {
    path: '/statusCode',
    ops: ['replace'],
    apply: (response, { value }) => {
      if (!value) delete response.statusCode;
      else response.statusCode = value;
    },
  },
  mapField('responseParameters', present('responseParameters'), NO_SUCH_PARAMETER),
  mapField('responseTemplates', present('responseTemplates'), NO_SUCH_CONTENT_TYPE),
]);

export const updateGatewayResponse = operation({
  name: 'UpdateGatewayResponse',
  http: `PATCH ${PATH}`,
  run(input: Members, context) {
    const responseType = requiredText(input, 'responseType');
    return editDefinition(context, requiredText(input, 'restApiId'), (definition) => {
      const { defaultResponse: _, ...shown } = shownGatewayResponse(definition, responseType);
      const updated = applyPatch(table, shown, input);
      definition.gatewayResponses[responseType] = checkedGatewayResponse(updated);
      return shownGatewayResponse(definition, responseType);
    });
  },
});

export const deleteGatewayResponse = operation({
  name: 'DeleteGatewayResponse',
  http: `DELETE ${PATH}`,
  status: 202,
  run(input: Members, context) {
    const responseType = requiredText(input, 'responseType');
    editDefinition(context, requiredText(input, 'restApiId'), (definition) => {
      if (!definition.gatewayResponses[responseType]) throw notFound('Gateway response type not defined on api');
      delete definition.gatewayResponses[responseType];
    });
  },
});
