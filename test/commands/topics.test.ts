/** Topics on the embedded cloud: an operation that publishes, a queue and a function that subscribe, and their end. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Project, startSmallProject } from '../helpers/project.ts';

const stage = ['--stage', 'dev'];
const PAGE = readFileSync(resolve(import.meta.dirname, '../../docs/events.md'), 'utf8');
const SECTION = PAGE.slice(PAGE.indexOf('## Topics'), PAGE.indexOf('## Event buses'));
/** The examples of docs/events.md by the comments in their first lines. */
const EXAMPLES = new Map(
  [...SECTION.matchAll(/```\w+\n(?:#|\/\/) (\S+)\n(.*?)```/gs)].map(([, file, text]) => [file!, text!]),
);
const OPERATION = EXAMPLES.get('openapi.yaml')!.replace(
  'operationId: tellCreated',
  'operationId: tellCreated\n      security: []',
);
const SETTINGS = EXAMPLES.get('apikit.yaml')!;

let project: Project;
let url = '';
let sns: SNSClient;
let sqs: SQSClient;

beforeAll(async () => {
  project = await startSmallProject();
  project.edit('openapi.yaml', (text) =>
    text
      .replace(/^paths:\n/m, OPERATION)
      .replace(
        /^ {2}schemas:\n/m,
        '  schemas:\n    Order: { type: object, required: [customer], properties: { customer: { type: string } } }\n',
      ),
  );
  writeFileSync(join(project.dir, 'src/on-created.mjs'), EXAMPLES.get('src/on-created.mjs')!);
  project.edit('apikit.yaml', (text) => `${text}\n${SETTINGS}`);
  const settings = {
    endpoint: project.cloud.endpoint,
    region: /^region: (.+)$/m.exec(project.read('apikit.yaml'))![1]!,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  [sns, sqs] = [new SNSClient(settings), new SQSClient(settings)];
  ({ url } = await project.json<{ url: string }>(['deploy', ...stage, '--yes']));
});
afterAll(async () => await project.close());

const publish = async (body: string) => {
  const response = await fetch(`${url}/created`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
};
const QueueUrl = () => `${project.cloud.endpoint}/000000000000/items-api-dev-warehouse`;
const policy = async () => {
  const command = new GetQueueAttributesCommand({ QueueUrl: QueueUrl(), AttributeNames: ['All'] });
  return (await sqs.send(command)).Attributes!.Policy;
};
const changes = async () => {
  const plan = await project.json<{ changes: { action: string; resource: string }[] }>(['plan', ...stage]);
  return plan.changes.map(({ action, resource }) => `${action} ${resource}`).sort();
};
const topics = async () =>
  (await sns.send(new ListTopicsCommand({}))).Topics!.map(({ TopicArn }) => TopicArn!.split(':').at(-1));

describe('an operation that publishes to a topic', () => {
  it('answers with the ID of the message, which the queue and the function get as it was sent', async () => {
    const body = `{"customer": "ä & b=c 'x' %26 <y>"}`;
    expect(await publish(body)).toEqual({ status: 202, body: { id: expect.stringMatching(/^[0-9a-f-]{36}$/) } });
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: QueueUrl() }));
    expect(Messages?.map(({ Body }) => Body)).toEqual([body]);
    await vi.waitFor(async () => {
      const found = await project.apikit(['tail-logs', ...stage, '--since', '10m', '--no-follow']);
      expect(found.stdout).toContain("created ä & b=c 'x' %26 <y>");
    }, 20_000);
  });

  it('rejects a body that breaks the contract, and one that no message can have', async () => {
    expect(await publish('{}')).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST_BODY' } });
    const large = await publish(JSON.stringify({ customer: 'x'.repeat(262_145) }));
    expect(large).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST_BODY', requestId: expect.any(String) } });
  });
});

describe('a stage with a topic', () => {
  it('has no changes after a deploy, and no drift', async () => {
    expect(await changes()).toEqual([]);
    expect((await project.apikit(['status', ...stage])).code).toBe(0);
  });

  it('is refused with a subscriber that cannot get messages', async () => {
    const before = project.read('apikit.yaml');
    const problem = async (subscriber: string, more = '') => {
      project.edit('apikit.yaml', () =>
        before.replace('[warehouse]', `[${subscriber}]`).replace('queues:', `queues:${more}`),
      );
      const { code, stdout, stderr } = await project.apikit(['plan', ...stage]);
      project.edit('apikit.yaml', () => before);
      return `${code} ${(stdout + stderr).replaceAll(/\s+/g, ' ')}`;
    };
    expect(await problem('warehose')).toMatch(/^2 .*names the queue warehose, which does not exist/);
    expect(await problem('events', '\n  events: { fifo: true }')).toMatch(/^2 .*names the FIFO queue events/);
    const imported = 'arn:aws:sqs:us-east-1:111122223333:jobs';
    expect(await problem('jobs', `\n  jobs: { import: "${imported}" }`)).toMatch(/^2 .*names the imported queue jobs/);
  });

  it('loses the subscriptions that apikit.yaml no longer has', async () => {
    project.edit('apikit.yaml', (text) => text.replace('    subscribe: [warehouse]\n', ''));
    expect(await changes()).toEqual(['update message-topic/created', 'update queue/warehouse']);
    await project.json(['deploy', ...stage, '--yes']);
    expect(await policy()).toBeUndefined();
    expect(await changes()).toEqual([]);
  });

  it('loses the topic and its function that apikit.yaml no longer has', async () => {
    project.edit('apikit.yaml', (text) => text.replace(/topics:\n(?: .*\n)+/, ''));
    project.edit('openapi.yaml', (text) => text.replace(OPERATION, 'paths:\n'));
    expect(await changes()).toEqual(
      expect.arrayContaining([
        'delete consumer/created-topic',
        'delete log-group/created-topic',
        'delete message-topic/created',
        'delete role/created-topic',
      ]),
    );
    await project.json(['deploy', ...stage, '--yes']);
    expect(await changes()).toEqual([]);
    expect(await topics()).toEqual([]);
  });

  it('goes with its stage', async () => {
    project.edit('apikit.yaml', (text) =>
      text.replace(/^queues:/m, 'topics: { created: { subscribe: [warehouse] } }\nqueues:'),
    );
    await project.json(['deploy', ...stage, '--yes']);
    expect(await topics()).toEqual(['items-api-dev-created']);
    expect(await policy()).toContain('items-api-dev-created');
    expect((await project.apikit(['destroy', ...stage, '--yes', '--delete-data'])).code).toBe(0);
    expect(await topics()).toEqual([]);
  });
});
