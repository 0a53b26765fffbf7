import { operation } from '../../../cloud/operation.ts';
import type { Method } from '../../../state/apis/model.ts';
import { conflict } from '../errors.ts';
import { compact, flag, flagMap, type Members, nonEmpty, requiredText, text, textMap, texts } from '../members.ts';
import { editFor, resourceFor } from '../method-state.ts';
import { checkedAuthorizationType, checkMethod } from './method-rules.ts';

export const putMethod = operation({
  name: 'PutMethod',
  http: 'PUT /restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}',
  status: 201,
  run: (input: Members, context) =>
    editFor(context, input, (definition) => {
      const resource = resourceFor(definition, input);
      const method: Method = compact({
        httpMethod: requiredText(input, 'httpMethod'),
        authorizationType: checkedAuthorizationType(requiredText(input, 'authorizationType')),
        authorizerId: nonEmpty(text(input, 'authorizerId')),
        authorizationScopes: texts(input, 'authorizationScopes'),
        apiKeyRequired: flag(input, 'apiKeyRequired') ?? false,
        requestValidatorId: nonEmpty(text(input, 'requestValidatorId')),
        operationName: nonEmpty(text(input, 'operationName')),
        requestParameters: flagMap(input, 'requestParameters'),
        requestModels: textMap(input, 'requestModels'),
      });
      checkMethod(definition, method);
      if (resource.resourceMethods?.[method.httpMethod]) throw conflict('Method already exists for this resource');
      resource.resourceMethods = { ...resource.resourceMethods, [method.httpMethod]: method };
      return method;
    }),
});
