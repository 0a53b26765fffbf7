import {
  DescribeScheduledActionsCommand,
  PutScheduledActionCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { undefinedIfNotFound } from '../../../src/aws/sdk/errors/sdk-error.ts';
import { echoFunction } from '../echo-function.ts';
import { CouldNotTell, type Probe } from '../probe.ts';
import type { World } from '../world.ts';

const SCHEDULE = 'cron(0 8 ? * MON-FRI *)';

export const probe: Probe = {
  id: 'schedule-as-put',
  title: 'DescribeScheduledActions returns the schedule as it was put, and no time zone if none was put.',
  expected: { schedule: SCHEDULE, timezone: null, min: 0, max: null },
  async run(world) {
    await expectScalingRole(world);
    const { name, version } = await echoFunction(world);
    const client = await world.clients.autoScaling();
    const ResourceId = `function:${name}:${version}`;
    const place = {
      ServiceNamespace: 'lambda',
      ScalableDimension: 'lambda:function:ProvisionedConcurrency',
      ResourceId,
    } as const;
    world.made('scalable-target', ResourceId);
    // Without a minimum, the target prepares no instances, which would be billed.
    await client.send(
      new RegisterScalableTargetCommand({ ...place, MinCapacity: 0, MaxCapacity: 1, Tags: { ...world.tags } }),
    );
    await client.send(
      new PutScheduledActionCommand({
        ...place,
        ScheduledActionName: 'truth',
        Schedule: SCHEDULE,
        ScalableTargetAction: { MinCapacity: 0 },
      }),
    );
    const { ScheduledActions = [] } = await client.send(new DescribeScheduledActionsCommand(place));
    const [action] = ScheduledActions;
    return {
      schedule: action?.Schedule ?? null,
      timezone: action?.Timezone ?? null,
      min: action?.ScalableTargetAction?.MinCapacity ?? null,
      max: action?.ScalableTargetAction?.MaxCapacity ?? null,
    };
  },
};

/** With the first target of an account, AWS creates a role that belongs to the account as a whole. */
async function expectScalingRole({ clients, target }: World): Promise<void> {
  // An emulator creates no such role.
  if (target.endpoint !== undefined) return;
  const RoleName = 'AWSServiceRoleForApplicationAutoScaling_LambdaConcurrency';
  const found = await undefinedIfNotFound((await clients.iam()).send(new GetRoleCommand({ RoleName })));
  if (!found) throw new CouldNotTell(`The account has no role ${RoleName}, and the probes create none.`);
}
