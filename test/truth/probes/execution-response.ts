import { EXECUTION_SENDING } from '../../../src/contract/model/execution-sending.ts';
import type { Probe } from '../probe.ts';
import { sendThroughApi, stateMachine } from '../service-sending.ts';

export const probe: Probe = {
  id: 'execution-response',
  title: 'A template cuts the name of an execution out of its ARN, and finds the code of an error in __type.',
  expected: { started: { status: 200, name: true }, missing: { status: 400, recognized: true } },
  async run(world) {
    const target = await stateMachine(world);
    const attempt = {
      sending: EXECUTION_SENDING,
      service: 'states:action/StartExecution',
      body: { text: 'it\'s "quoted" \\ é' },
      code: 'StateMachineDoesNotExist',
    };
    const started = await sendThroughApi(world, { ...attempt, path: '/execution', target });
    const missing = await sendThroughApi(world, { ...attempt, path: '/no-execution', target: `${target}-missing` });
    return {
      started: { status: started.status, name: /^[\w-]+$/.test(started.id) },
      missing: { status: missing.status, recognized: missing.recognized },
    };
  },
};
