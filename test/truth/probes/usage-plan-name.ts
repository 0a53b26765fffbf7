import { CreateUsagePlanCommand } from '@aws-sdk/client-api-gateway';
import { outcome } from '../outcome.ts';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'usage-plan-name',
  title: 'The name of a usage plan may have 1,024 characters.',
  expected: { answer: 'accepted' },
  async run(world) {
    const client = await world.clients.apiGateway();
    const name = world.name('long').padEnd(1024, 'x');
    const made = client.send(new CreateUsagePlanCommand({ name, tags: { ...world.tags } }));
    const answer = await outcome(made, 'BadRequestException');
    if (answer === 'accepted') world.made('usage-plan', (await made).id ?? '');
    return { answer };
  },
};
