/** Queues on the embedded cloud: an operation that sends to one, a function that consumes it, and their end. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Project, startSmallProject } from '../helpers/project.ts';

const stage = ['--stage', 'dev'];
const OPERATIONS = `paths:
  /orders:
    post:
      operationId: sendOrder
      security: []
      x-apikit: { integration: { sqs: orders } }
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } }
      responses: { "202": { description: The message, content: { application/json: { schema: { type: object, required: [id], properties: { id: { type: string } } } } } } }
  /events:
    post:
      operationId: sendEvent
      security: []
      x-apikit: { integration: { sqs: events, group: customer } }
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } }
      responses: { "202": { description: The message } }
`;
const QUEUES = `
queues:
  orders: { consumer: src/consume.mjs }
  events: { fifo: true, deadLetter: { after: 2 } }
`;
const CONSUMER = `export const handler = async ({ Records }) => {
  for (const { body, messageAttributes } of Records) console.log('took', body, messageAttributes.correlationId.stringValue);
  return { batchItemFailures: [] };
};
`;

let project: Project;
let url = '';
let sqs: SQSClient;

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
  project.edit('apikit.yaml', (text) => text + QUEUES);
  writeFileSync(join(project.dir, 'src/consume.mjs'), CONSUMER);
  sqs = new SQSClient({
    endpoint: project.cloud.endpoint,
    region: /^region: (.+)$/m.exec(project.read('apikit.yaml'))![1]!,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
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
  it('answers with the ID of the message, which the consumer gets with the correlation ID', async () => {
    const { status, headers, body } = await send('/orders', '{"customer": "ä & b=c"}', { 'x-correlation-id': 'abc-1' });
    expect([status, body]).toEqual([202, { id: expect.stringMatching(/^[0-9a-f-]{36}$/) }]);
    expect(headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
    await vi.waitFor(async () => {
      const found = await project.apikit(['logs', 'search', 'took', ...stage, '--since', '10m']);
      expect(found.stdout).toContain('took {"customer": "ä & b=c"} abc-1');
    }, 20_000);
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
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: await QueueUrl('events.fifo'),
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['MessageGroupId'],
      }),
    );
    const groups = Messages.map(({ Attributes }) => Buffer.from(Attributes!.MessageGroupId!, 'base64').toString());
    expect(groups).toEqual(['Ann B.', 'Ann B.', 'Bob']);
  });
});

describe('a stage with queues', () => {
  it('has no changes after a deploy, and no drift', async () => {
    expect(await changes()).toEqual([]);
    expect((await project.apikit(['status', ...stage])).code).toBe(0);
  });

  it('gets changed settings, and loses the consumer that apikit.yaml no longer has', async () => {
    project.edit('apikit.yaml', (text) =>
      text.replace('orders: { consumer: src/consume.mjs }', 'orders: { visibilityTimeout: 60, deadLetter: false }'),
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

  it('keeps its queues when it is destroyed, unless the data is deleted, too', async () => {
    const kept = await project.apikit(['destroy', ...stage, '--yes']);
    expect(kept.stdout + kept.stderr).toContain('items-api-dev-orders');
    expect(await names()).toEqual([
      'items-api-dev-events-dead.fifo',
      'items-api-dev-events.fifo',
      'items-api-dev-orders',
      'items-api-dev-orders-dead',
    ]);
    expect((await project.apikit(['destroy', ...stage, '--yes', '--delete-data'])).code).toBe(0);
    expect(await names()).toEqual([]);
  });
});
