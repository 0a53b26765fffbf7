import { PutRestApiCommand } from '@aws-sdk/client-api-gateway';
import { emptyApi, mock } from '../deployed-api.ts';
import { outcome } from '../outcome.ts';
import type { Probe } from '../probe.ts';

const id = (place: 'path' | 'query') => ({ name: 'id', in: place, required: true, schema: { type: 'string' } });

export const probe: Probe = {
  id: 'parameter-in-two-places',
  title: 'An import accepts the same parameter name in the path and in the query, and PutMethod does not.',
  expected: { answer: 'accepted' },
  async run(world) {
    const { id: restApiId } = await world.once('empty', () => emptyApi(world, 'empty'));
    const client = await world.clients.apiGateway();
    const definition = {
      openapi: '3.0.1',
      info: { title: world.name('two-places'), version: '1' },
      paths: { '/items/{id}': { get: mock({ parameters: [id('path'), id('query')] }) } },
    };
    const body = Buffer.from(JSON.stringify(definition));
    const put = new PutRestApiCommand({ restApiId, mode: 'merge', failOnWarnings: true, body });
    return { answer: await outcome(client.send(put), 'BadRequestException') };
  },
};
