import { CreateUsagePlanCommand, GetUsagePlansCommand } from '@aws-sdk/client-api-gateway';
import { allPages } from '../../../src/aws/api-gateway/all-pages.ts';
import { EXPIRES_TAG } from '../marks.ts';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'usage-plans-tags',
  title: 'GetUsagePlans lists a usage plan with its tags.',
  expected: { tagged: true },
  async run(world) {
    const client = await world.clients.apiGateway();
    const { id = '' } = await client.send(
      new CreateUsagePlanCommand({ name: world.name('plan'), tags: { ...world.tags } }),
    );
    world.made('usage-plan', id);
    const plans = await allPages((page) => client.send(new GetUsagePlansCommand(page)));
    return { tagged: plans.find((plan) => plan.id === id)?.tags?.[EXPIRES_TAG] === world.tags[EXPIRES_TAG] };
  },
};
