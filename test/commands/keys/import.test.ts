/** Keys are imported with their values from a file, and no value is ever printed. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateApiKeyCommand, DeleteApiKeyCommand, GetApiKeysCommand } from '@aws-sdk/client-api-gateway';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type CountingProxy, startCountingProxy } from '../../helpers/counting-proxy.ts';
import { type Project, startSmallProject } from '../../helpers/project.ts';
import { clientsOf } from '../../helpers/project-clients.ts';

interface Imported {
  created: number;
  updated: number;
  sameNames: string[];
  warnings: string[];
}

let project: Project;
let proxy: CountingProxy;
let url: string;
const stage = ['--stage', 'dev'];
const secret = (name: string) => `value-of-${name}-0000000000`;

beforeAll(async () => {
  project = await startSmallProject();
  project.edit('apikit.yaml', (text) => text.replace(/^usagePlans:\n/m, 'usagePlans:\n  gold: {}\n'));
  ({ url } = await project.json<{ url: string }>(['deploy', ...stage, '--yes']));
  proxy = await startCountingProxy(project.cloud.endpoint);
});
afterAll(async () => {
  await proxy.close();
  await project.close();
});
afterEach(async () => {
  proxy.release();
  const clients = clientsOf(project);
  const client = await clients.apiGateway();
  for (const { id } of (await client.send(new GetApiKeysCommand({ limit: 500 }))).items ?? [])
    await client.send(new DeleteApiKeyCommand({ apiKey: id }));
  clients.destroy();
});

const write = (lines: readonly string[]) => writeFileSync(join(project.dir, 'keys.csv'), `${lines.join('\n')}\n`);
const ARGV = ['keys', 'import', '--file', 'keys.csv', '--plan', 'basic', ...stage];
const run = async (...flags: string[]) => await project.apikit([...ARGV, ...flags]);
const list = async () =>
  (
    await project.json<{ keys: { name: string; plan: string; enabled: boolean }[] }>(['keys', 'list', ...stage])
  ).keys.map(({ name, plan, enabled }) => `${name} ${plan} ${enabled}`);
const status = async (value: string) => (await fetch(`${url}/hello`, { headers: { 'x-api-key': value } })).status;

it('imported keys work in their plans and belong to the stage', async () => {
  const { plans } = await project.json<{ plans: { id: string; name: string }[] }>(['plans', 'list', ...stage]);
  const gold = plans.find(({ name }) => name === 'gold')!.id;
  write([
    'Key,team,Name,Enabled,UsagePlanIds,description',
    `${secret('a')},x,"Smith, Ada",TRUE,,"says ""hi"""`,
    `${secret('b')},y,bob,FALSE,,`,
    `${secret('c')},z,carl,,'${gold}',`,
  ]);
  const { code, stdout, stderr } = await run();
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  expect(stderr).toContain('3 keys imported from keys.csv');
  expect(stderr).not.toContain('value-of');
  expect((await list()).sort()).toEqual(['Smith, Ada basic true', 'bob basic false', 'carl gold true']);
  expect([await status(secret('a')), await status(secret('b')), await status(secret('c'))]).toEqual([200, 403, 200]);
});

it('all problems of a file are reported at once, with line numbers and without values', async () => {
  write([
    'name,key,enabled,usageplanids',
    `ok,${secret('a')},,`,
    'short,tooshort,,',
    `,${secret('b')},,`,
    `again,${secret('a')},maybe,`,
    `lost,${secret('d')},,nosuch`,
    `umlaut,${secret('ä')},,`,
  ]);
  proxy.calls.length = 0;
  const { code, stderr } = await project.apikit(ARGV, { env: { AWS_ENDPOINT_URL: proxy.endpoint } });
  expect(code).toBe(2);
  expect(stderr).toContain('keys.csv:3 The value has 8 characters, and AWS requires 20 to 128.');
  expect(stderr).toContain('keys.csv:4 The key has no name.');
  expect(stderr).toContain('keys.csv:5 Enabled is neither TRUE nor FALSE.');
  expect(stderr).toContain('keys.csv:5 The value is that of line 2; a value belongs to one key.');
  expect(stderr).toContain('keys.csv:7 The value has characters that an HTTP header cannot contain.');
  expect(stderr).not.toMatch(/value-of|tooshort/);
  expect(proxy.calls).toEqual([]);
  write(['name,key,usageplanids', `lost,${secret('d')},nosuch`]);
  expect((await run()).stderr).toContain('keys.csv:2 There is no usage plan nosuch in the account and region.');
  expect(await list()).toEqual([]);
});

it('an unclosed quotation mark does not swallow the keys below it, and an apostrophe is not a quotation mark', async () => {
  write([
    'name,key,description',
    `alice,${secret('a')},"not closed`,
    `bob,${secret('b')},"closed" and more`,
    `'s-Hertogenbosch,${secret('c')},'t Zand`,
    `Smith, Ada,${secret('d')},`,
    `dora,${secret('g')},one, two`,
    `"dan\tforged",${secret('e')},`,
    `last,${secret('f')},"`,
  ]);
  const { code, stderr } = await run();
  expect(code).toBe(2);
  expect(stderr.match(/keys\.csv:\d .*/g)).toEqual([
    'keys.csv:2 A quotation mark is not closed in this line.',
    'keys.csv:3 There is text after a closing quotation mark.',
    'keys.csv:5 The value has 3 characters, and AWS requires 20 to 128.',
    'keys.csv:6 It has 4 fields, and the first line names 3. Put a field with a comma in double quotation marks.',
    'keys.csv:7 The name has control characters.',
    'keys.csv:8 A quotation mark is not closed in this line.',
  ]);
  write(['name,key,description', `'s-Hertogenbosch,${secret('c')},'t Zand`]);
  expect((await run()).code).toBe(0);
  expect(await list()).toEqual(["'s-Hertogenbosch basic true"]);
});

it('a file in another encoding is rejected, because its names would change', async () => {
  writeFileSync(join(project.dir, 'keys.csv'), Buffer.from(`name,key\nMüller,${secret('a')}\n`, 'latin1'));
  const { code, stderr } = await run();
  expect(code).toBe(2);
  expect(stderr).toContain('keys.csv is not in UTF-8');
  writeFileSync(join(project.dir, 'keys.csv'), `\ufeffname,key\r\nMüller,${secret('a')}\r\n`);
  expect((await run()).code).toBe(0);
  expect(await list()).toEqual(['Müller basic true']);
});

it.each([
  [['name', 'a'], 'The first line must name the columns Name and Key; Key is missing.'],
  [[], 'It is empty.'],
  [['name,key'], 'The file has no keys.'],
  [[`alice,${'s'.repeat(30)}`], 'Name and Key is missing'],
])('%j is rejected', async (lines, words) => {
  write(lines);
  const { code, stderr } = await run();
  expect(code).toBe(2);
  expect(stderr).toContain(words);
  expect(stderr).not.toContain('sss');
});

it('a second import of a file changes nothing, and changes need a confirmation', async () => {
  write(['name,key', `alice,${secret('a')}`, `bob,${secret('b')}`]);
  await run();
  proxy.calls.length = 0;
  const again = await project.apikit([...ARGV, '--json'], { env: { AWS_ENDPOINT_URL: proxy.endpoint } });
  expect(again.json<Imported>()).toMatchObject({ created: 0, updated: 2, sameNames: [], warnings: [] });
  expect(proxy.calls.filter((call) => call.startsWith('PUT /tags'))).toEqual([]);
  write(['name,key', `alice,${secret('a')}`, `rob,${secret('b')}`, `alice,${secret('c')}`]);
  expect((await run()).stderr).toContain(
    '1 key that is already in the account would get another name, description or state',
  );
  expect(await list()).toEqual(['bob basic true', 'alice basic true']);
  const { stderr } = await run('--yes');
  expect(stderr).toContain('2 values already existed');
  expect(stderr).toContain('Several keys have the same name, and only their IDs distinguish them: alice.');
  expect((await list()).sort()).toEqual(['alice basic true', 'alice basic true', 'rob basic true']);
});

it('an import takes over a value without an owner, but not the value of another app', async () => {
  const clients = clientsOf(project);
  const client = await clients.apiGateway();
  const tags = { 'apikit:app': 'shop', 'apikit:stage': 'prod' };
  await client.send(new CreateApiKeyCommand({ name: 'theirs', value: secret('a'), tags }));
  await client.send(new CreateApiKeyCommand({ name: 'nobodys', value: secret('b'), enabled: true }));
  clients.destroy();
  write(['name,key', `mine,${secret('a')}`]);
  const refused = await run('--yes');
  expect(refused.code).toBe(2);
  expect(refused.stderr).toMatch(/keys\.csv:2 The value belongs to key theirs \(\w+\) of shop\/prod/);
  write(['name,key', `nobodys,${secret('b')}`]);
  expect((await run()).stderr).toContain('0 keys imported');
  expect(await list()).toEqual(['nobodys basic true']);
  expect(await status(secret('b'))).toBe(200);
});

it('an import does not move a key of another plan of the stage', async () => {
  write(['name,key', `alice,${secret('a')}`]);
  await run();
  const { stderr, code } = await project.apikit(['keys', 'import', '--file', 'keys.csv', '--plan', 'gold', ...stage]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/belongs to key alice \(\w+\) in plan basic: move it first/);
});

it('the same command continues an interrupted import', async () => {
  // More keys than are marked at once.
  const names = [...'abcdefghijkl'];
  write(['name,key', ...names.map((name) => `${name},${secret(name)}`)]);
  const interruption = new AbortController();
  const held = proxy.hold(/^PUT \/tags/);
  const running = project.apikit(ARGV, { env: { AWS_ENDPOINT_URL: proxy.endpoint }, signal: interruption.signal });
  await held;
  interruption.abort(new Error('Ctrl-C'));
  proxy.release();
  const { code, stderr } = await running;
  expect(code).toBe(130);
  expect(stderr).toMatch(/Interrupted\. \d of 12 keys were imported\.[\s\S]*it does the rest/);
  await run();
  expect((await list()).sort()).toEqual(names.map((name) => `${name} basic true`));
});

it('600 keys need two imports', async () => {
  write(['name,key', ...Array.from({ length: 600 }, (_, index) => `k${index},${secret(String(index))}`)]);
  proxy.calls.length = 0;
  const { code, stderr } = await project.apikit(ARGV, { env: { AWS_ENDPOINT_URL: proxy.endpoint } });
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('600 keys imported') });
  expect(proxy.calls.filter((call) => call === 'POST /apikeys')).toHaveLength(2);
  expect(await list()).toHaveLength(600);
});

it('an error of AWS is printed without the value that it repeats', async () => {
  write(['name,key', `alice,${secret('a')}`, `bob,${secret('a')}!$`]);
  proxy.answer(/^POST \/apikeys$/, {
    ...{ status: 400, type: 'application/json' },
    body: JSON.stringify({
      __type: 'BadRequestException',
      message: `The key "${secret('a')}" is bad, and ${secret('a')}!$.`,
    }),
  });
  const { stderr } = await project.apikit(ARGV, { env: { AWS_ENDPOINT_URL: proxy.endpoint } });
  expect(stderr).toContain('The key "(hidden)" is bad, and (hidden).');
  proxy.answer(/^POST \/apikeys$/, {
    status: 201,
    type: 'application/json',
    body: JSON.stringify({ ids: [], warnings: [`key=${secret('a')}: odd`] }),
  });
  const warned = await project.apikit(ARGV, { env: { AWS_ENDPOINT_URL: proxy.endpoint } });
  expect(warned.stderr).toContain('AWS says: key=(hidden): odd');
  expect(warned.stderr).toContain('0 keys imported');
});
