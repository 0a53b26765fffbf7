import { notImplemented } from '../../../cloud/aws-error.ts';
import { operation } from '../../../cloud/operation.ts';
import type { Integration } from '../../../state/apis/model.ts';
import {
  compact,
  flag,
  type Members,
  nonEmpty,
  number,
  requiredText,
  structure,
  text,
  textMap,
  texts,
} from '../members.ts';
import { editFor, methodFor } from '../method-state.ts';
import { checkedPassthrough, finishedIntegration } from './integration-rules.ts';

export const putIntegration = operation({
  name: 'PutIntegration',
  http: 'PUT /restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration',
  status: 201,
  run(input: Members, context) {
    return editFor(context, input, (definition) => {
      const method = methodFor(definition, input);
      method.methodIntegration = finishedIntegration(integrationIn(input), method, requiredText(input, 'resourceId'));
      return method.methodIntegration;
    });
  },
});

function integrationIn(input: Members): Integration {
  if (text(input, 'responseTransferMode') === 'STREAM') throw notImplemented('Response streaming');
  if (text(input, 'integrationTarget')) throw notImplemented('PutIntegration with integrationTarget');
  const passthrough = text(input, 'passthroughBehavior');
  const tlsConfig = structure(input, 'tlsConfig');
  return compact({
    type: requiredText(input, 'type') as Integration['type'],
    httpMethod: nonEmpty(text(input, 'integrationHttpMethod')),
    uri: nonEmpty(text(input, 'uri')),
    connectionType: text(input, 'connectionType') as Integration['connectionType'],
    connectionId: nonEmpty(text(input, 'connectionId')),
    credentials: nonEmpty(text(input, 'credentials')),
    requestParameters: textMap(input, 'requestParameters'),
    requestTemplates: textMap(input, 'requestTemplates'),
    passthroughBehavior: passthrough === undefined ? undefined : checkedPassthrough(passthrough),
    contentHandling: text(input, 'contentHandling') as Integration['contentHandling'],
    timeoutInMillis: number(input, 'timeoutInMillis'),
    cacheNamespace: nonEmpty(text(input, 'cacheNamespace')),
    cacheKeyParameters: texts(input, 'cacheKeyParameters'),
    tlsConfig: tlsConfig && { insecureSkipVerification: flag(tlsConfig, 'insecureSkipVerification') ?? false },
  });
}
