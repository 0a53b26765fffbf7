import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { toTagList } from '../../../src/aws/ownership/ownership.ts';
import { TOPIC_SENDING } from '../../../src/contract/model/topic-sending.ts';
import { topicArn } from '../../../src/naming/arns.ts';
import type { Probe } from '../probe.ts';
import { sendThroughApi } from '../service-sending.ts';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

export const probe: Probe = {
  id: 'topic-response',
  title: "API Gateway passes the templates SNS's response as JSON, with the code of an error in Error.Code.",
  expected: { sent: { status: 200, id: true }, missing: { status: 400, recognized: true } },
  async run(world) {
    const client = await world.clients.sns();
    const Name = world.name('topic');
    const target = topicArn(world.target, Name);
    world.made('topic', target);
    await client.send(new CreateTopicCommand({ Name, Tags: toTagList({ ...world.tags }) }));
    const attempt = {
      sending: TOPIC_SENDING,
      service: 'sns:path//',
      body: { text: "it's 100 % & more" },
      code: 'NotFound',
    };
    const sent = await sendThroughApi(world, { ...attempt, path: '/topic', target });
    const missing = await sendThroughApi(world, { ...attempt, path: '/no-topic', target: `${target}-missing` });
    return {
      sent: { status: sent.status, id: UUID.test(sent.id) },
      missing: { status: missing.status, recognized: missing.recognized },
    };
  },
};
