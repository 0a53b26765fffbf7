/**
 * An alarm wakes somebody at three in the morning. Each of twelve faults is created, and at most three commands find
 * it. The first command is one of two that anybody begins with, or comes from the browser's console. Each further one
 * is the command that the one before named.
 */
import { readFileSync } from 'node:fs';
import { CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { shellWords } from '../helpers/typed-commands.ts';
import { type FaultyStage, startFaultyStage } from './faulty-stage.ts';

let stage: FaultyStage;
const keys: Record<string, { id: string; value: string }> = {};

beforeAll(async () => {
  stage = await startFaultyStage({ withTable: true });
  for (const name of ['alice', 'bob'])
    keys[name] = (await stage.apikit(['keys', 'create', name, '--plan', 'basic', '--stage', 'dev', '--json'])).json();
});
afterAll(() => stage.close());

/**
 * Each fault makes more requests fail than the one before, because the fault that wakes somebody is the most frequent
 * one.
 */
let times = 2;

async function failing(path: string, init?: RequestInit): Promise<number> {
  let status = 0;
  times += 1;
  for (let sent = 0; sent < times; sent += 1) ({ status } = await stage.send(path, init));
  return status;
}

interface Found {
  /** The commands that were shown, in order. */
  readonly commands: string[];
  readonly shown: string;
}

/** Follows the commands until the output names the fault. */
async function follow(first: string, fault: RegExp): Promise<Found> {
  const commands: string[] = [];
  let shown = '';
  let next: string | undefined = first;
  while (next !== undefined && commands.length < 3 && !fault.test(shown)) {
    commands.push(next);
    const { stdout, stderr } = await stage.apikit(shellWords(next));
    shown += stdout + stderr;
    next = /^→ apikit (.+)$/m.exec(stderr)?.[1];
  }
  expect(shown, commands.join('\n')).toMatch(fault);
  // The output also has the next command.
  expect(next).toBeDefined();
  return { commands, shown };
}

async function logLines(logGroupName: string, lines: readonly string[]): Promise<void> {
  const client = await stage.clients.logs();
  const logStreamName = `2026/11/30/[1]${crypto.randomUUID()}`;
  await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  const logEvents = lines.map((message) => ({ timestamp: Date.now() - 60_000, message }));
  await client.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
}

/** The beginning of the fault: earlier faults do not matter. */
let since = '';
// Queries of logs count whole seconds, so each fault begins in a second of its own. On a fast machine, `explain` would
// also find the requests of the fault before it.
beforeEach(async () => {
  const second = () => Math.floor(Date.now() / 1000);
  const before = second();
  await expect.poll(second, { interval: 20 }).toBeGreaterThan(before);
  since = new Date().toISOString();
});
const explain = () => `explain --since ${since} --stage dev`;
const DOCTOR = 'doctor --stage dev';

it('1: a permission is missing', async () => {
  const client = await stage.clients.iam();
  const policy = { RoleName: 'faulty-dev-us-east-1', PolicyName: 'function' };
  const { PolicyDocument = '' } = await client.send(new GetRolePolicyCommand(policy));
  const document = JSON.parse(decodeURIComponent(PolicyDocument)) as { Statement: { Sid: string }[] };
  const Statement = document.Statement.filter(({ Sid }) => Sid !== 'Tables');
  expect(Statement.length).toBeLessThan(document.Statement.length);
  await client.send(
    new PutRolePolicyCommand({ ...policy, PolicyDocument: JSON.stringify({ ...document, Statement }) }),
  );
  expect(await failing('/fail/put')).toBe(502);
  await follow(
    explain(),
    /The role of the function does not allow[\s\S]*dynamodb:PutItem on arn:aws:dynamodb:us-east-1:000000000000:table\/faulty-dev-items/,
  );
  await follow(DOCTOR, /does not allow dynamodb:PutItem, which the live release needs/);
  await client.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: decodeURIComponent(PolicyDocument) }));
  expect(await failing('/fail/put')).toBe(200);
});

it('2: a value of the environment is wrong', async () => {
  stage.edit('apikit.yaml', (text) => text.replace('backend.example.com', 'nowhere.invalid'));
  expect((await stage.apikit(['deploy', '--stage', 'dev', '--yes'])).code).toBe(0);
  await failing('/fail/env');
  const { shown } = await follow(explain(), /ENOTFOUND nowhere\.invalid[\s\S]*environment\.BACKEND/);
  expect(shown).toMatch(/an address or a setting that is wrong/);
  stage.edit('apikit.yaml', (text) => text.replace('nowhere.invalid', 'backend.example.com'));
  await stage.apikit(['deploy', '--stage', 'dev', '--yes']);
});

it('3: a quota is exhausted', async () => {
  const send = () => stage.send('/keyed', { headers: { 'x-api-key': keys.alice!.value } });
  while ((await send()).status === 200);
  const { id } = await send();
  await follow(
    `explain ${id} --stage dev`,
    /used up the quota[\s\S]*Used up: \w{10} of plan basic[\s\S]*keys usage --stage dev/,
  );
  await follow('explain 429 --stage dev', /Used up: alice of plan basic/);
});

it('4: a key has leaked and is in use', async () => {
  const line = (index: number) =>
    JSON.stringify({
      requestId: crypto.randomUUID(),
      resourcePath: '/keyed',
      apiKeyId: keys.bob!.id,
      sourceIp: `198.51.100.${index}`,
      status: 200,
    });
  await logLines(
    '/aws/apigateway/faulty-dev',
    Array.from({ length: 50 }, (_, index) => line(index)),
  );
  const { shown } = await follow(DOCTOR, /API key bob was sent from 50 addresses/);
  expect(shown).toMatch(/apikit keys rotate bob --overlap 1d --stage dev/);
});

it('5: cold starts come in storms', async () => {
  const report = `\tDuration: 5.00 ms\tBilled Duration: 5 ms\tMemory Size: 128 MB\tMax Memory Used: 60 MB\tInit Duration: 1900.00 ms\t`;
  await logLines(
    '/aws/lambda/faulty-dev',
    Array.from({ length: 80 }, () => `REPORT RequestId: ${crypto.randomUUID()}${report}`),
  );
  await follow(DOCTOR, /cold starts, of \d{4} ms each[\s\S]*apikit metrics --stage dev/);
});

it('6: a table is throttled', async () => {
  await failing('/fail/throttled');
  await follow(explain(), /DynamoDB rejects calls because a table/);
});

it('7: a handler returns an invalid response', async () => {
  await failing('/fail/malformed');
  await follow(explain(), /in a form that API Gateway does not accept\.\s+The broken rule: unknown member "status"/);
});

it('8: a page is not allowed to call the API (CORS)', async () => {
  const told = `Access to fetch at '${stage.url}/fine' from origin 'https://shop.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.`;
  await follow(
    `explain "${told}" --stage dev`,
    /does not allow the origin of the page[\s\S]*cors\.origins has https:\/\/app\.example\.com, but not https:\/\/shop\.example\.com/,
  );
});

it('9: an authorizer is broken', async () => {
  expect(await failing('/guarded', { headers: { authorization: 'Bearer broken' } })).toBe(500);
  await follow(
    explain(),
    /The authorizer failed[\s\S]*RangeError: the issuer cannot be read|RangeError: the issuer cannot be read[\s\S]*The authorizer failed/,
  );
});

it('10: timeouts are in the wrong order', async () => {
  expect(await failing('/impatient')).toBe(504);
  await follow(
    explain(),
    /took longer than API Gateway waits[\s\S]*waits at least 0\.3 s, and the function may run for 1 s/,
  );
  await follow(DOCTOR, /may run for 1 s, and API Gateway waits 0\.3 s \(GET \/impatient\)/);
});

it('11: a stage has drifted', async () => {
  const client = await stage.clients.lambda();
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'faulty-dev', MemorySize: 3_008 }));
  await follow(DOCTOR, /differs from apikit\.yaml: [^.]*function memory[\s\S]*apikit status --stage dev/);
});

it('12: a secret has expired', async () => {
  await failing('/fail/secret');
  await follow(explain(), /exists but is no longer accepted[\s\S]*apikit logs errors/);
});

it('the twelve faults are the twelve of the documentation', () => {
  const text = readFileSync(new URL('../../docs/explain.md', import.meta.url), 'utf8');
  const [, table = ''] = /## Woken at three[\s\S]*?\n\| --- [^\n]*\n([\s\S]*?)\n\n/.exec(text) ?? [];
  expect(table.split('\n')).toHaveLength(12);
});
