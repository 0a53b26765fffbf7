import { queueSending } from '../../../src/contract/model/queue-sending.ts';
import type { Probe } from '../probe.ts';
import { sendThroughApi } from '../service-sending.ts';

export const probe: Probe = {
  id: 'queue-response',
  title: "API Gateway passes the templates SQS's error as JSON, with its code in Error.Code.",
  expected: { status: 400, recognized: true },
  async run(world) {
    const name = world.name('no-queue');
    const { status, recognized } = await sendThroughApi(world, {
      path: '/no-queue',
      sending: queueSending({ service: 'sqs', name }),
      service: `sqs:path/${world.target.account}/${name}`,
      target: '',
      body: { id: '1' },
      code: 'AWS.SimpleQueueService.NonExistentQueue',
    });
    return { status, recognized };
  },
};
