/** Event buses on the embedded cloud: an operation that sends, rules with a function, and their end. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  DescribeRuleCommand,
  DisableRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
} from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Project, startSmallProject } from '../helpers/project.ts';

const stage = ['--stage', 'dev'];
const PAGE = readFileSync(resolve(import.meta.dirname, '../../docs/events.md'), 'utf8');
const SECTION = PAGE.slice(PAGE.indexOf('## Event buses'));
/** The examples of docs/events.md by the comments in their first lines. */
const EXAMPLES = new Map(
  [...SECTION.matchAll(/```\w+\n(?:#|\/\/) (\S+)\n(.*?)```/gs)].map(([, file, text]) => [file!, text!]),
);
const OPERATION = EXAMPLES.get('openapi.yaml')!.replace(
  'operationId: placeOrder',
  'operationId: placeOrder\n      security: []',
);
const SETTINGS = EXAMPLES.get('apikit.yaml')!;
const RULE = 'items-api-dev-largeOrder';

let project: Project;
let url = '';
let client: EventBridgeClient;

beforeAll(async () => {
  project = await startSmallProject([], { adversity: { factor: 0, latency: false } });
  project.edit('openapi.yaml', (text) =>
    text
      .replace(/^paths:\n/m, OPERATION)
      .replace(
        /^ {2}schemas:\n/m,
        '  schemas:\n    Order: { type: object, required: [customer], properties: { customer: { type: string } } }\n',
      ),
  );
  writeFileSync(join(project.dir, 'src/on-large-order.mjs'), EXAMPLES.get('src/on-large-order.mjs')!);
  project.edit('apikit.yaml', (text) => `${text}\n${SETTINGS}`);
  client = new EventBridgeClient({
    endpoint: project.cloud.endpoint,
    region: /^region: (.+)$/m.exec(project.read('apikit.yaml'))![1]!,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  ({ url } = await project.json<{ url: string }>(['deploy', ...stage, '--yes']));
});
afterAll(async () => await project.close());

const send = async (body: string) => {
  const response = await fetch(`${url}/placed`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
};
const changes = async () => {
  const plan = await project.json<{ changes: { action: string; resource: string }[] }>(['plan', ...stage]);
  return plan.changes.map(({ action, resource }) => `${action} ${resource}`).sort();
};
const deploy = async () => await project.json(['deploy', ...stage, '--yes']);
/** Deploys another contract, which API Gateway rejects. */
const failedDeploy = async () => {
  project.edit('openapi.yaml', (text) =>
    text.replace(
      'properties: { customer: { type: string } }',
      'properties: { customer: { type: string, maxLength: 99 } }',
    ),
  );
  const error = { code: 'BadRequestException', message: 'Not now.', status: 400 };
  project.cloud.adversity!.set({ rules: [{ operation: 'PutRestApi', fault: { error } }] });
  const { code, stderr } = await project.apikit(['deploy', ...stage, '--yes']);
  project.cloud.adversity!.set({ rules: [] });
  expect(code).not.toBe(0);
  return stderr.replaceAll(/\s+/g, ' ');
};
const log = async () => (await project.apikit(['tail-logs', ...stage, '--since', '10m', '--no-follow'])).stdout;
const buses = async () => (await client.send(new ListEventBusesCommand({}))).EventBuses!.map(({ Name }) => Name);
const rules = async (EventBusName: string) =>
  (await client.send(new ListRulesCommand({ EventBusName }))).Rules!.map(({ Name }) => Name);

describe('an operation that sends to an event bus', () => {
  it('answers with the ID of the event, and the function gets those that match', async () => {
    const small = await send('{"customer": "small", "total": 99.5}');
    expect(small).toEqual({ status: 202, body: { id: expect.stringMatching(/^[0-9a-f-]{36}$/) } });
    const customer = `ä"},{"Source":"x' \\n $input #set <y>`;
    const { status, body } = await send(JSON.stringify({ customer, total: 100 }));
    expect(status).toBe(202);
    await vi.waitFor(async () => {
      const { stdout } = await project.apikit(['tail-logs', ...stage, '--since', '10m', '--no-follow']);
      expect(stdout).toContain(`large order of ${customer} in event ${body.id}`);
      expect(stdout).not.toContain('large order of small');
    }, 20_000);
  });

  it('rejects a body that breaks the contract, and one that no event can have', async () => {
    expect(await send('{}')).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST_BODY' } });
    const large = await send(JSON.stringify({ customer: 'x'.repeat(1_048_577) }));
    expect(large).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST_BODY', requestId: expect.any(String) } });
  });
});

describe('a stage with event buses and rules', () => {
  it('has no changes after a deploy, and no drift', async () => {
    expect(await changes()).toEqual([]);
    expect((await project.apikit(['status', ...stage])).code).toBe(0);
  });

  it('enables a rule that somebody disabled', async () => {
    await client.send(new DisableRuleCommand({ Name: RULE, EventBusName: 'items-api-dev-orders' }));
    expect(await changes()).toEqual(['update event-rule/largeOrder']);
    await deploy();
    expect(await changes()).toEqual([]);
  });

  it.each([
    ['bus: orders\n    pattern', 'bus: ordrs\n    pattern', /names the event bus ordrs, which does not exist/],
    ['[shop.orders]', 'shop.orders', /source is "shop.orders", but EventBridge compares with a list/],
    ['[shop.orders]', '[]', /source is empty, so no event could match/],
    ['numeric:', 'numerc:', /not one operator of EventBridge. Did you mean numeric\?/],
    ['    consumer: src/on-large-order.mjs\n', '', /eventRules.largeOrder has no consumer/],
    [
      '  orders: {}',
      '  orders: { import: "arn:aws:events:us-east-1:111122223333:event-bus/orders" }',
      /names the imported event bus orders, whose rules belong to its owner/,
    ],
    [
      '  orders: {}',
      '  orders: {}\n  default: { import: "arn:aws:events:us-east-1:111122223333:event-bus/x" }',
      /eventBuses.default is the bus that every account has/,
    ],
    [
      'eventBuses:\n  orders: {}\neventRules:\n  largeOrder:\n    bus: orders\n',
      'eventRules:\n  largeOrder:\n',
      /placeOrder sends to the event bus orders, which stage dev does not have. Add eventBuses: \{ orders: \{\} \}/,
    ],
    ['eventBuses:', 'api: http\neventBuses:', /An HTTP API \(api: http\) has no eventBuses/],
  ])('is refused before any call with %j replaced by %j', async (text, replacement, message) => {
    const before = project.read('apikit.yaml');
    project.edit('apikit.yaml', () => before.replace(text, replacement));
    const { code, stdout, stderr } = await project.apikit(['plan', ...stage]);
    project.edit('apikit.yaml', () => before);
    expect(code).toBe(2);
    expect((stdout + stderr).replaceAll(/\s+/g, ' ')).toMatch(message);
  });

  it('delivers by the pattern of the live release until another one serves', async () => {
    const contract = project.read('openapi.yaml');
    const pattern = async () =>
      (await client.send(new DescribeRuleCommand({ Name: RULE, EventBusName: 'items-api-dev-orders' }))).EventPattern;
    const before = await pattern();
    project.edit('apikit.yaml', (text) => text.replace('[shop.orders]', '[shop.orders, shop.returns]'));
    expect(await failedDeploy()).toMatch(/Not started: .*event-rule\/largeOrder/);
    expect(await pattern()).toBe(before);
    await deploy();
    expect(await pattern()).toContain('shop.returns');
    expect(await changes()).toEqual([]);
    project.edit('openapi.yaml', () => contract);
    project.edit('apikit.yaml', (text) => text.replace('[shop.orders, shop.returns]', '[shop.orders]'));
  });

  it('moves a rule to another bus, and delivers the events of the live release until then', async () => {
    project.edit('apikit.yaml', (text) => text.replace('    bus: orders\n', ''));
    const moved = await changes();
    expect(moved).toContain('create event-rule/largeOrder');
    expect(moved).toContain('delete event-rule/orders/largeOrder');
    await failedDeploy();
    const { body } = await send('{"customer": "during the move", "total": 100}');
    await vi.waitFor(async () => expect(await log()).toContain(`during the move in event ${body.id}`), 20_000);
    await deploy();
    expect(await rules('items-api-dev-orders')).toEqual([]);
    expect(await rules('default')).toEqual([RULE]);
    expect(await changes()).toEqual([]);
  });

  it('loses what apikit.yaml no longer has', async () => {
    project.edit('apikit.yaml', (text) => text.replace(SETTINGS.replace('    bus: orders\n', ''), ''));
    project.edit('openapi.yaml', (text) => text.replace(OPERATION, 'paths:\n'));
    expect(await changes()).toEqual(
      expect.arrayContaining([
        'delete consumer/largeOrder-event',
        'delete event-bus/orders',
        'delete event-rule/default/largeOrder',
        'delete log-group/largeOrder-event',
        'delete role/integrations',
        'delete role/largeOrder-event',
      ]),
    );
    await deploy();
    expect(await changes()).toEqual([]);
    expect(await buses()).toEqual(['default']);
    expect(await rules('default')).toEqual([]);
  });

  it('loses a rule before its bus in one deploy', async () => {
    project.edit('apikit.yaml', (text) => `${text}\n${SETTINGS}`);
    await deploy();
    project.edit('apikit.yaml', (text) => text.replace(SETTINGS, ''));
    const { code, stdout, stderr } = await project.apikit(['deploy', ...stage, '--yes']);
    expect(code, stderr).toBe(0);
    expect(stdout + stderr).toMatch(/event-rule\/orders\/largeOrder.*event-bus\/orders/s);
    expect(stdout + stderr).not.toContain('waiting for the end of its rules');
    expect(await buses()).toEqual(['default']);
  });

  it('loses all of it with its stage', async () => {
    project.edit('apikit.yaml', (text) => `${text}\n${SETTINGS}`);
    await deploy();
    expect(await buses()).toEqual(['default', 'items-api-dev-orders']);
    expect((await project.apikit(['destroy', ...stage, '--yes', '--delete-data'])).code).toBe(0);
    expect(await buses()).toEqual(['default']);
  });
});
