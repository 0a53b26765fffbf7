import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { outcome } from '../outcome.ts';
import type { Probe } from '../probe.ts';

const BORNE = ['accepted', 'TooManyUpdates'];

export const probe: Probe = {
  id: 'parameter-after-deletion',
  title: 'A parameter that was just deleted can be created again, or the error is TooManyUpdates.',
  expected: { borne: true },
  async run(world) {
    const client = await world.clients.ssm();
    const Name = world.name('parameter');
    world.made('parameter', Name);
    const Tags = Object.entries(world.tags).map(([Key, Value]) => ({ Key, Value }));
    const put = new PutParameterCommand({ Name, Value: 'truth', Type: 'String', Tags });
    await client.send(put);
    await client.send(new DeleteParameterCommand({ Name }));
    const answer = await outcome(client.send(put), 'TooManyUpdates', 'ParameterAlreadyExists');
    return { borne: BORNE.includes(answer) };
  },
};
