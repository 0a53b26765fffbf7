import { PutRestApiCommand } from '@aws-sdk/client-api-gateway';
import { functionArn } from '../../../src/naming/arns.ts';
import { emptyApi, invocationUri, proxyTo } from '../deployed-api.ts';
import { outcome } from '../outcome.ts';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'next-version',
  title: 'PutRestApi accepts the ARN of a function version that does not exist yet.',
  expected: { answer: 'accepted' },
  async run(world) {
    const { id: restApiId } = await world.once('empty', () => emptyApi(world, 'empty'));
    const client = await world.clients.apiGateway();
    const uri = invocationUri(world, `${functionArn(world.target, world.name('echo'))}:77`);
    const document = {
      openapi: '3.0.1',
      info: { title: world.name('empty'), version: '1' },
      paths: { '/later': { get: proxyTo(uri) } },
    };
    const body = Buffer.from(JSON.stringify(document));
    const call = client.send(new PutRestApiCommand({ restApiId, mode: 'merge', failOnWarnings: true, body }));
    return { answer: await outcome(call, 'BadRequestException', 'NotFoundException') };
  },
};
