import { CreateApiKeyCommand, GetApiKeysCommand } from '@aws-sdk/client-api-gateway';
import { allPages } from '../../../src/aws/api-gateway/all-pages.ts';
import { EXPIRES_TAG } from '../marks.ts';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'api-keys-tags',
  title: 'GetApiKeys lists a key with its tags. Where it does not, apikit asks for each key, which costs a call each.',
  expected: { tagged: true },
  async run(world) {
    const client = await world.clients.apiGateway();
    const { id = '' } = await client.send(
      new CreateApiKeyCommand({ name: world.name('key'), enabled: false, tags: { ...world.tags } }),
    );
    world.made('api-key', id);
    const keys = await allPages((page) => client.send(new GetApiKeysCommand(page)));
    return { tagged: keys.find((key) => key.id === id)?.tags?.[EXPIRES_TAG] === world.tags[EXPIRES_TAG] };
  },
};
