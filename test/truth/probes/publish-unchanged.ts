import { PublishVersionCommand } from '@aws-sdk/client-lambda';
import { echoFunction } from '../echo-function.ts';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'publish-unchanged',
  title: 'PublishVersion returns the same version again when nothing has changed since.',
  expected: { same: true },
  async run(world) {
    const { name, version } = await echoFunction(world);
    const client = await world.clients.lambda();
    const again = await client.send(new PublishVersionCommand({ FunctionName: name }));
    return { same: again.Version === version };
  },
};
