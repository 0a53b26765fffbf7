/** PutMethodResponse, GetMethodResponse, UpdateMethodResponse, DeleteMethodResponse. */
import { operation } from '../../../cloud/operation.ts';
import type { Method, MethodResponse } from '../../../state/apis/model.ts';
import { conflict } from '../errors.ts';
import { checkResponseParameters } from '../mapping-expressions.ts';
import { compact, flagMap, type Members, requiredText, textMap } from '../members.ts';
import { definitionFor, editFor, invalidStatusCode, methodFor } from '../method-state.ts';
import { checkModels } from '../methods/method-rules.ts';
import { applyPatch } from '../patch/patch.ts';
import { namingFault } from '../patch/refusals.ts';
import { isTrue, mapField, NO_SUCH_CONTENT_TYPE, NO_SUCH_PARAMETER } from '../patch/rules.ts';

const PATH = '/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/responses/{statusCode}';

export const putMethodResponse = operation({
  name: 'PutMethodResponse',
  http: `PUT ${PATH}`,
  status: 201,
  run(input: Members, context) {
    const statusCode = requiredText(input, 'statusCode');
    return editFor(context, input, (definition) => {
      const method = methodFor(definition, input);
      const response: MethodResponse = compact({
        statusCode,
        responseParameters: flagMap(input, 'responseParameters'),
        responseModels: textMap(input, 'responseModels'),
      });
      checkResponseParameters(response.responseParameters);
      checkModels(definition, response.responseModels);
      if (method.methodResponses?.[statusCode]) throw conflict('Response already exists for this resource');
      method.methodResponses = { ...method.methodResponses, [statusCode]: response };
      return response;
    });
  },
});

export const getMethodResponse = operation({
  name: 'GetMethodResponse',
  http: `GET ${PATH}`,
  run(input: Members, context) {
    const statusCode = requiredText(input, 'statusCode');
    return responseOf(methodFor(definitionFor(context, input), input), statusCode);
  },
});

const table = namingFault<MethodResponse>([
  mapField('responseParameters', isTrue, NO_SUCH_PARAMETER),
  mapField('responseModels', (value = '') => value, NO_SUCH_CONTENT_TYPE),
]);

export const updateMethodResponse = operation({
  name: 'UpdateMethodResponse',
  http: `PATCH ${PATH}`,
  status: 201,
  run(input: Members, context) {
    const statusCode = requiredText(input, 'statusCode');
    return editFor(context, input, (definition) => {
      const method = methodFor(definition, input);
      const updated = applyPatch(table, responseOf(method, statusCode), input);
      checkResponseParameters(updated.responseParameters);
      checkModels(definition, updated.responseModels);
      method.methodResponses = { ...method.methodResponses, [statusCode]: updated };
      return updated;
    });
  },
});

export const deleteMethodResponse = operation({
  name: 'DeleteMethodResponse',
  http: `DELETE ${PATH}`,
  status: 204,
  run(input: Members, context) {
    const statusCode = requiredText(input, 'statusCode');
    editFor(context, input, (definition) => {
      const method = methodFor(definition, input);
      responseOf(method, statusCode);
      const { [statusCode]: _, ...others } = method.methodResponses ?? {};
      if (Object.keys(others).length > 0) method.methodResponses = others;
      else delete method.methodResponses;
    });
  },
});

function responseOf(method: Method, statusCode: string): MethodResponse {
  const response = method.methodResponses?.[statusCode];
  if (!response) throw invalidStatusCode();
  return response;
}
