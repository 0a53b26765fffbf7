/** Describes the kind `api-key`. */
import { allApiKeys } from '../../api-gateway/all-api-keys.ts';
import { inApiGateway } from '../../arns/own-arns.ts';
import type { KindDefinition } from '../definition.ts';
import { listedInApiGateway } from '../listed-in-api-gateway.ts';
import { type ApiKeyShape, apiKeyKind } from './api-key.ts';

export const apiKey: KindDefinition<ApiKeyShape> = {
  kind: 'api-key',
  plural: 'API keys',
  create: apiKeyKind,
  former: {
    properties: ({ tags }, arn) => ({ key: keyIn(arn), tags }),
    // Several keys may have one name.
    id: (name, _owner, arn) => `api-key/${name}.${keyIn(arn)}`,
  },
  listing: {
    rights: [{ actions: ['apigateway:GET'], on: inApiGateway('/apikeys') }],
    async list({ clients, facts }, census) {
      const keys = await allApiKeys(await clients.apiGateway());
      census.keys = keys.length;
      return listedInApiGateway(facts, '/apikeys', keys);
    },
  },
};

const keyIn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
