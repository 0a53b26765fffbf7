/** Queues on the embedded cloud: an operation that sends to one, a function that consumes it, and their end. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Project, startSmallProject } from '../helpers/project.ts';

const stage = ['--stage', 'dev'];
const PAGE = readFileSync(resolve(import.meta.dirname, '../../docs/events.md'), 'utf8');
/** The examples of docs/events.md by the comments in their first lines. */
const EXAMPLES = new Map(
  [...PAGE.slice(0, PAGE.indexOf('## State machines')).matchAll(/```\w+\n(?:#|\/\/) (\S+)\n(.*?)```/gs)].map(
    ([, file, text]) => [file!, text!],
  ),
);
const OPERATIONS = `${EXAMPLES.get('openapi.yaml')!.replace('operationId: sendOrder', 'operationId: sendOrder\n      security: []')}
  /events:
    post:
      operationId: sendEvent
      security: []
      x-apikit: { integration: { sqs: events, group: customer } }
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } }
      responses: { "202": { description: The message } }
`;
const QUEUES = `
${EXAMPLES.get('apikit.yaml')}  events: { fifo: true, deadLetter: { after: 2 }, consumer: src/consume.py }
`;

let project: Project;
let url = '';
let sqs: SQSClient;
/** An existing queue in apikit.yaml, with a consumer. */
let imported = '';

beforeAll(async () => {
  project = await startSmallProject();
  project.edit('openapi.yaml', (text) =>
    text
      .replace(/^paths:\n/m, OPERATIONS)
      .replace(
        /^ {2}schemas:\n/m,
        '  schemas:\n    Order: { type: object, required: [customer], properties: { customer: { type: string } } }\n',
      ),
  );
  for (const file of ['src/consume.mjs', 'src/consume.py']) writeFileSync(join(project.dir, file), EXAMPLES.get(file)!);
  sqs = new SQSClient({
    endpoint: project.cloud.endpoint,
    region: /^region: (.+)$/m.exec(project.read('apikit.yaml'))![1]!,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: 'shared-jobs', Attributes: { VisibilityTimeout: '60' } }),
  );
  const [account] = new URL(QueueUrl).pathname.slice(1).split('/');
  imported = `  jobs: { import: "arn:aws:sqs:${await sqs.config.region()}:${account}:shared-jobs", consumer: src/consume.mjs }\n`;
  project.edit('apikit.yaml', (text) => text + QUEUES + imported);
  ({ url } = await project.json<{ url: string }>(['deploy', ...stage, '--yes']));
});
afterAll(async () => await project.close());

const send = async (path: string, body: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, string>,
  };
};
const QueueUrl = async (name: string) =>
  (await sqs.send(new GetQueueUrlCommand({ QueueName: `items-api-dev-${name}` }))).QueueUrl;
const changes = async () => {
  const plan = await project.json<{ changes: { action: string; resource: string }[] }>(['plan', ...stage]);
  return plan.changes.map(({ action, resource }) => `${action} ${resource}`);
};
const names = async () => {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  return QueueUrls.map((each) => each.slice(each.lastIndexOf('/') + 1)).sort();
};

describe('an operation that sends to a queue', () => {
  it('answers with the ID of the message, which the consumer gets', async () => {
    const { status, headers, body } = await send('/orders', '{"customer": "ä & b=c"}');
    expect([status, body]).toEqual([202, { id: expect.stringMatching(/^[0-9a-f-]{36}$/) }]);
    expect(headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
    await vi.waitFor(async () => {
      const found = await project.apikit(['logs', 'search', 'took', ...stage, '--since', '10m']);
      expect(found.stdout).toContain('took ä & b=c');
    }, 20_000);
    const followed = await project.apikit(['tail-logs', ...stage, '--since', '10m', '--no-follow']);
    expect(followed.stdout).toContain('took ä & b=c');
  });

  it('rejects a body that breaks the contract, another media type, and a body that no message can have', async () => {
    expect(await send('/orders', '{}')).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST_BODY' } });
    const plain = await send('/orders', '{"customer": "a"}', { 'content-type': 'text/plain' });
    expect(plain).toMatchObject({ status: 415, body: { code: 'UNSUPPORTED_MEDIA_TYPE' } });
    const large = await send('/orders', JSON.stringify({ customer: 'x'.repeat(1_048_577) }));
    expect(large).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST_BODY', requestId: expect.any(String) } });
  });

  it('groups the messages of a FIFO queue by a member of the body', async () => {
    for (const customer of ['Ann B.', 'Ann B.', 'Bob']) {
      expect((await send('/events', JSON.stringify({ customer }))).status).toBe(202);
    }
    await vi.waitFor(async () => {
      const found = await project.apikit(['logs', 'search', 'took', ...stage, '--since', '10m']);
      expect(found.stdout.match(/took (Ann B\.|Bob)/g)?.sort()).toEqual(['took Ann B.', 'took Ann B.', 'took Bob']);
    }, 20_000);
  });
});

describe('a stage with queues', () => {
  it('has no changes after a deploy, and no drift', async () => {
    expect(await changes()).toEqual([]);
    expect((await project.apikit(['status', ...stage])).code).toBe(0);
  });

  it('has a problem if messages could not be handled', async () => {
    await sqs.send(new SendMessageCommand({ QueueUrl: await QueueUrl('orders-dead'), MessageBody: 'bad' }));
    const { stdout } = await project.apikit(['doctor', ...stage]);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('queue items-api-dev-orders-dead has about 1 message');
  });

  it('gets changed settings, and loses the consumer that apikit.yaml no longer has', async () => {
    project.edit('apikit.yaml', (text) =>
      text.replace('    consumer: src/consume.mjs', '    visibilityTimeout: 60\n    deadLetter: false'),
    );
    expect(await changes()).toEqual(
      expect.arrayContaining([
        'delete consumer/orders-queue',
        'delete event-source/orders-queue',
        'delete role/orders-queue',
        'update queue/orders',
      ]),
    );
    await project.json(['deploy', ...stage, '--yes']);
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: await QueueUrl('orders'), AttributeNames: ['All'] }),
    );
    expect(Attributes).toMatchObject({ VisibilityTimeout: '60' });
    expect(Attributes).not.toHaveProperty('RedrivePolicy');
    expect(await changes()).toEqual([]);
    await sqs.send(new SendMessageCommand({ QueueUrl: await QueueUrl('orders'), MessageBody: 'left' }));
  });

  it('no longer consumes the queue of somebody else that apikit.yaml does not name any more', async () => {
    project.edit('apikit.yaml', (text) => text.replace(imported, ''));
    expect(await changes()).toEqual(
      expect.arrayContaining([
        'delete consumer/jobs-queue',
        'delete event-source/jobs-queue',
        'delete role/jobs-queue',
      ]),
    );
    await project.json(['deploy', ...stage, '--yes']);
    expect(await changes()).toEqual([]);
  });

  it('keeps its queues when it is destroyed, unless the data is deleted, too', async () => {
    const kept = await project.apikit(['destroy', ...stage, '--yes']);
    expect(kept.stdout + kept.stderr).toContain('items-api-dev-orders');
    expect(await names()).toEqual([
      'items-api-dev-events-dead.fifo',
      'items-api-dev-events.fifo',
      'items-api-dev-orders',
      'items-api-dev-orders-dead',
      'shared-jobs',
    ]);
    expect((await project.apikit(['destroy', ...stage, '--yes', '--delete-data'])).code).toBe(0);
    expect(await names()).toEqual(['shared-jobs']);
  });
});
