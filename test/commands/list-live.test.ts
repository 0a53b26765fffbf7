/** `apikit list` for a live stage with every kind of resource: nothing of it is left over. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateEventBusCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Project } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';
import { startFullStage } from './leaving/full-stage.ts';

const CONSUMER = 'src/consumers/feed.js';
const FLOW = {
  StartAt: 'Charge',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: apikit fills it in.
  States: { Charge: { Type: 'Task', Resource: '${function.charge.arn}', End: true } },
};

let project: Project;

beforeAll(async () => {
  project = await startFullStage();
  const clients = clientsOf(project);
  await (await clients.sqs()).send(new CreateQueueCommand({ QueueName: 'their-mails' }));
  clients.destroy();
  writeFileSync(join(project.dir, 'flow.json'), JSON.stringify(FLOW));
  project.edit('apikit.yaml', (text) =>
    text
      .replace(
        'queues: {',
        `stateMachines: { flow: { definition: flow.json, functions: { charge: ${CONSUMER} } } }
queues: { theirs: { import: "arn:aws:sqs:us-east-1:000000000000:their-mails", consumer: ${CONSUMER} },`,
      )
      .replace('eventRules: {', `eventRules: { found: { pattern: { source: [aws.s3] }, consumer: ${CONSUMER} },`),
  );
  await project.json(['deploy', '--stage', 'dev', '--yes']);
}, 240_000);
afterAll(() => project.close());

const leftOver = async () => {
  const { orphans } = await project.json<{ orphans: { kind: string; name: string }[] }>(['list']);
  return orphans.map(({ kind, name }) => `${kind} ${name}`);
};

it('has nothing left over', async () => {
  expect(await leftOver()).toEqual([]);
});

it('lists what it no longer uses', async () => {
  const clients = clientsOf(project);
  const Tags = Object.entries({ 'apikit:app': 'items-api', 'apikit:stage': 'dev' }).map(([Key, Value]) => ({
    Key,
    Value,
  }));
  const events = await clients.eventBridge();
  await events.send(new CreateEventBusCommand({ Name: 'items-api-dev-former', Tags }));
  await events.send(new PutRuleCommand({ Name: 'items-api-dev-gone', EventPattern: '{"source":["shop"]}', Tags }));
  clients.destroy();
  expect((await leftOver()).sort()).toEqual([
    'event-bus items-api-dev-former',
    'event-rule default/items-api-dev-gone',
  ]);
});
