import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import type { Probe } from '../probe.ts';
import { DEFINITION, stateMachine } from '../service-sending.ts';

export const probe: Probe = {
  id: 'state-machine-definition',
  title: 'DescribeStateMachine returns the definition as it was sent, with its spaces and in its order.',
  expected: { same: true },
  async run(world) {
    const stateMachineArn = await stateMachine(world);
    const client = await world.clients.stepFunctions();
    const { definition } = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
    return { same: definition === DEFINITION };
  },
};
