/**
 * Kind `api-key`: the key of a client of the stage. No deploy creates, changes or removes one (`apikit keys` does,
 * through `aws/keys/`). `destroy --delete-keys` removes the keys of its stage. Its value is never read.
 */
import { DeleteApiKeyCommand, GetApiKeyCommand } from '@aws-sdk/client-api-gateway';
import type { Kind } from '../../../engine/resource.ts';
import { apiGatewayArn } from '../../../naming/arns.ts';
import type { Tags } from '../../../naming/tags.ts';
import { changeOwn, inApiGateway, resourceHasAppTag } from '../../arns/own-arns.ts';
import { owns } from '../../ownership/ownership.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import type { KindDependencies } from '../kind-dependencies.ts';

export interface ApiKeyShape {
  kind: 'api-key';
  properties: {
    /** The ID of the key, because several may have one name. */
    key: string;
    tags: Tags;
  };
  attributes: { id: string; arn: string; name: string };
  found: Record<never, never>;
}

export function apiKeyKind({ clients, target }: KindDependencies): Kind<ApiKeyShape> {
  return {
    kind: 'api-key',
    rights: [
      { actions: ['apigateway:GET'], on: inApiGateway('/apikeys/*'), when: resourceHasAppTag },
      changeOwn('/apikeys/*'),
    ],
    async read(resource) {
      const { key, tags } = resource.properties;
      const client = await clients.apiGateway();
      const found = await undefinedIfNotFound(client.send(new GetApiKeyCommand({ apiKey: key, includeValue: false })));
      return (
        found && {
          attributes: { id: key, arn: apiGatewayArn(target, `/apikeys/${key}`), name: found.name },
          properties: {},
          owned: owns(tags, found.tags ?? {}),
        }
      );
    },
    diff: () => [],
    async apply({ id }) {
      throw new Error(`${id} is an API key, which no deploy makes`);
    },
    async remove(_resource, { attributes }) {
      const client = await clients.apiGateway();
      await undefinedIfNotFound(client.send(new DeleteApiKeyCommand({ apiKey: String(attributes.id) })));
    },
  };
}
