/** Describes the kind `api-key`. */

import { allApiKeys } from '../../api-gateway/all-api-keys.ts';
import { apiGatewayArn } from '../../arns/arns.ts';
import { inApiGateway } from '../../arns/own-arns.ts';
import { ownerOf } from '../../ownership/owner.ts';
import type { KindDefinition } from '../definition.ts';
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
    async list({ clients, facts: target }, census) {
      const keys = await allApiKeys(await clients.apiGateway());
      census.keys = keys.length;
      return keys.map(({ id, name = '', tags }) => ({
        name,
        arn: apiGatewayArn(target, `/apikeys/${id}`),
        owner: ownerOf(tags),
      }));
    },
  },
};

const keyIn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
