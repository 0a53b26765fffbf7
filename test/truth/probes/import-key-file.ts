import { randomBytes } from 'node:crypto';
import { GetApiKeyCommand, ImportApiKeysCommand, TagResourceCommand } from '@aws-sdk/client-api-gateway';
import { csvOf } from '../../../src/aws/keys/key-file.ts';
import { apiGatewayArn } from '../../../src/naming/arns.ts';
import type { Probe } from '../probe.ts';

const NAME = 'with a "quote", and a comma';

export const probe: Probe = {
  id: 'import-key-file',
  title: 'ImportApiKeys accepts every field in quotation marks, two of them as one, and an empty list of usage plans.',
  expected: { name: NAME, enabled: false, description: 'of the truth', warned: false },
  async run(world) {
    const client = await world.clients.apiGateway();
    const row = {
      ...{ line: 2, name: `${world.name('key')} ${NAME}`, value: randomBytes(20).toString('hex') },
      ...{ description: 'of the truth', enabled: false, planIds: [] },
    };
    const { ids = [], warnings = [] } = await client.send(
      new ImportApiKeysCommand({ format: 'csv', body: new TextEncoder().encode(csvOf([row])) }),
    );
    for (const id of ids) {
      world.made('api-key', id);
      const resourceArn = apiGatewayArn(world.target, `/apikeys/${id}`);
      await client.send(new TagResourceCommand({ resourceArn, tags: { ...world.tags } }));
    }
    const {
      name = '',
      enabled = null,
      description = null,
    } = await client.send(new GetApiKeyCommand({ apiKey: ids[0] }));
    return { name: name.slice(name.indexOf(' ') + 1), enabled, description, warned: warnings.length > 0 };
  },
};
