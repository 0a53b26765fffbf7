/** A client gets a new value while the old one works, until somebody ends it. */
import { GetApiKeyCommand, TagResourceCommand } from '@aws-sdk/client-api-gateway';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startCountingProxy } from '../../helpers/counting-proxy.ts';
import { type Project, startSmallProject } from '../../helpers/project.ts';
import { clientsOf } from '../../helpers/project-clients.ts';
import { terminal } from '../../helpers/terminal.ts';

interface Key {
  id: string;
  name: string;
  enabled: boolean;
  plan: string | null;
  state: string;
  endsAt: string | null;
  replaces: string | null;
}

let project: Project;
let url: string;
const stage = ['--stage', 'dev'];
const DAY = 86_400_000;

beforeAll(async () => {
  project = await startSmallProject();
  project.edit('apikit.yaml', (text) => text.replace(/^usagePlans:\n/m, 'usagePlans:\n  gold: {}\n'));
  ({ url } = await project.json<{ url: string }>(['deploy', ...stage, '--yes']));
});
afterAll(() => project.close());

let client: string;
let count = 0;
let first: { id: string; value: string };

beforeEach(async () => {
  count += 1;
  client = `client-${count}`;
  first = await project.json(['keys', 'create', client, '--plan', 'basic', ...stage]);
});

const rotate = async (...flags: string[]) =>
  (await project.json<{ keys: (Key & { value: string })[] }>(['keys', 'rotate', client, ...flags, ...stage])).keys[0]!;
const list = async (name = client) =>
  (await project.json<{ keys: Key[] }>(['keys', 'list', ...stage])).keys.filter((key) => key.name === name);
const status = async (value: string) => (await fetch(`${url}/hello`, { headers: { 'x-api-key': value } })).status;

/** Sets a mark that otherwise only time sets. */
async function mark(id: string, tags: Record<string, string>): Promise<void> {
  const clients = clientsOf(project);
  const resourceArn = `arn:aws:apigateway:us-east-1::/apikeys/${id}`;
  await (await clients.apiGateway()).send(new TagResourceCommand({ resourceArn, tags }));
  clients.destroy();
}

it('both values work until the rotation is finished, and the list shows both', async () => {
  const { id, value, replaces, endsAt } = await rotate('--overlap', '3d');
  expect(replaces).toBe(first.id);
  expect(Math.abs(Date.parse(String(endsAt)) - Date.now() - 3 * DAY)).toBeLessThan(60_000);
  expect([await status(first.value), await status(value)]).toEqual([200, 200]);
  expect(await list()).toMatchObject([
    { id, plan: 'basic', state: 'enabled', replaces: first.id, endsAt: null },
    { id: first.id, plan: 'basic', state: 'ending', endsAt },
  ]);
  const shown = await project.apikit(['keys', 'list', ...stage]);
  expect(shown.stdout).toMatch(new RegExp(`${first.id} +basic +\\d+ s +until ${String(endsAt).slice(0, 10)}`));
  expect(shown.stdout + shown.stderr).not.toContain(value);

  const log = await project.apikit(['tail-logs', '--no-follow', '--key', client, '--json', ...stage]);
  const seen = log.stdout.split('\n').flatMap((line) => /"apiKeyId":"(\w+)"/.exec(line)?.[1] ?? []);
  expect(new Set(seen)).toEqual(new Set([id, first.id]));

  const finished = await project.apikit(['keys', 'finish', client, ...stage]);
  expect(finished.stderr).toContain(`The old value of ${client} (${first.id}) is disabled.`);
  expect([await status(first.value), await status(value)]).toEqual([403, 200]);
  expect(await list()).toMatchObject([
    { id, state: 'enabled' },
    { id: first.id, state: 'replaced' },
  ]);
  expect((await project.apikit(['keys', 'finish', client, ...stage])).stderr).toContain(
    'has no old value that still works',
  );
});

it('stdout is the value only, and stderr says what happens to the old one', async () => {
  const { stdout, stderr, code } = await project.apikit(['keys', 'rotate', client, ...stage]);
  expect({ code, value: /^\w{40}\n$/.test(stdout) }).toEqual({ code: 0, value: true });
  expect(stderr).toMatch(
    /The old value works at least until \d{4}-\d\d-\d\d \d\d:\d\d UTC, and then until a command disables it/,
  );
  expect(stderr).toContain(`apikit keys finish ${first.id} --stage dev`);
});

it('finish accepts the ID of the new key, too', async () => {
  const { id } = await rotate();
  expect((await project.json<{ disabled: object[] }>(['keys', 'finish', id, ...stage])).disabled).toEqual([
    { id: first.id, name: client },
  ]);
  expect(await status(first.value)).toBe(403);
});

it('with an overlap of zero, the old value is disabled at once', async () => {
  const { value } = await rotate('--overlap', '0s');
  expect([await status(first.value), await status(value)]).toEqual([403, 200]);
});

it('a client in rotation cannot be rotated again before its old value is finished', async () => {
  const { id } = await rotate();
  const again = await project.apikit(['keys', 'rotate', client, ...stage]);
  expect(again).toMatchObject({ code: 2, stdout: '' });
  expect(again.stderr).toContain(`its new key is ${id}, and the old key, ${first.id}, still works`);
  expect(again.stderr).toContain(`apikit keys finish ${client} --stage dev`);
  const old = await project.apikit(['keys', 'rotate', first.id, ...stage]);
  expect(old.stderr).toContain(`${id} has replaced it`);
  expect(await list()).toHaveLength(2);
});

it('a rotation does not enable a disabled client', async () => {
  await project.json(['keys', 'disable', client, ...stage]);
  const refused = await project.apikit(['keys', 'rotate', client, ...stage]);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain('is disabled');
});

it('prune disables only old values that have expired', async () => {
  const { id } = await rotate();
  expect((await project.json<{ keys: object[] }>(['keys', 'prune', ...stage])).keys).toEqual([]);
  await mark(first.id, { 'apikit:ends': '2026-01-01T00:00:00Z' });
  const shown = await project.apikit(['keys', 'list', ...stage]);
  expect(shown.stdout).toContain('ended 2026-01-01');
  expect(shown.stderr).toContain('apikit keys prune --stage dev');
  const dry = await project.json<{ keys: object[] }>(['keys', 'prune', '--dry-run', ...stage]);
  expect(dry.keys).toEqual([{ id: first.id, name: client, stage: 'dev', why: 'ended', outcome: 'found' }]);
  expect(await status(first.value)).toBe(200);
  const { keys } = await project.json<{ keys: object[] }>(['keys', 'prune', ...stage]);
  expect(keys).toEqual([{ id: first.id, name: client, stage: 'dev', why: 'ended', outcome: 'disabled' }]);
  expect(await status(first.value)).toBe(403);
  expect(await list()).toMatchObject([
    { id, state: 'enabled' },
    { id: first.id, state: 'replaced' },
  ]);
});

it('the next run hands out a new key that was never handed out, and keeps the old value until then', async () => {
  const { id, value } = await rotate();
  await mark(id, { 'apikit:unseen': 'true' });
  expect(await list()).toMatchObject([{ state: 'unseen' }, { state: 'ending' }]);
  const finish = await project.apikit(['keys', 'finish', client, ...stage]);
  expect(finish.code).toBe(2);
  expect(finish.stderr).toContain(`apikit keys rotate ${client} --stage dev`);
  const again = await project.apikit(['keys', 'rotate', client, ...stage]);
  expect(again.stdout).toBe(`${value}\n`);
  expect(again.stderr).toContain('which an earlier run created but did not hand out');
  expect(await list()).toMatchObject([{ id, state: 'enabled' }, { state: 'ending' }]);
});

it('prune keeps an old value whose replacement was never handed out, and says how to continue', async () => {
  const { id } = await rotate();
  await mark(id, { 'apikit:unseen': 'true' });
  await mark(first.id, { 'apikit:ends': '2026-01-01T00:00:00Z' });
  expect((await project.apikit(['keys', 'list', ...stage])).stderr).not.toContain('keys prune');
  const argv = ['keys', 'prune', ...stage];
  const { keys } = await project.json<{ keys: object[] }>(argv);
  expect(keys).toEqual([{ id: first.id, name: client, stage: 'dev', why: 'needed', outcome: 'left' }]);
  const { stdout, stderr } = await project.apikit(argv);
  expect(stdout).toContain('no one has received the new one, left');
  expect(stderr).toContain(`apikit keys rotate ${first.id} --stage dev`);
  expect(await status(first.value)).toBe(200);
  expect((await project.apikit(['keys', 'rotate', first.id, ...stage])).code).toBe(0);
  expect(await list()).toMatchObject([{ id, state: 'enabled' }, { state: 'ending' }]);
});

it('the list marks nothing as due that prune would keep', async () => {
  const { id } = await rotate();
  await mark(id, { 'apikit:unseen': 'true' });
  await mark(first.id, { 'apikit:ends': '2026-01-01T00:00:00Z' });
  await project.json(['keys', 'disable', id, ...stage]);
  expect((await project.apikit(['keys', 'list', ...stage])).stderr).not.toContain('keys prune');
  expect((await project.json<{ keys: object[] }>(['keys', 'prune', ...stage])).keys).toMatchObject([
    { id: first.id, outcome: 'left' },
  ]);
  await project.json(['keys', 'enable', id, ...stage]);
  await rotate();
});

it('a new key that was disabled before its first use is not handed out', async () => {
  const { id } = await rotate();
  await mark(id, { 'apikit:unseen': 'true' });
  await project.json(['keys', 'disable', client, ...stage]);
  const refused = await project.apikit(['keys', 'rotate', client, ...stage]);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain(`apikit keys enable ${id} --stage dev`);
  const all = await project.json<{ keys: Key[] }>(['keys', 'rotate', '--all', '--yes', ...stage]);
  expect(all.keys.map((key) => key.id)).not.toContain(id);
  await project.json(['keys', 'enable', id, ...stage]);
  const { stdout, stderr } = await project.apikit(['keys', 'rotate', client, ...stage]);
  expect(await status(stdout.trim())).toBe(200);
  // The old one was disabled, too, and the output does not say that it works.
  expect(stderr).toContain('The old value is disabled.');
  expect(stderr).not.toContain('keys finish');
});

it('a key that was revoked before its first use is not handed out', async () => {
  await mark(first.id, { 'apikit:unseen': 'true' });
  await project.json(['keys', 'revoke', client, ...stage]);
  const refused = await project.apikit(['keys', 'create', client, '--plan', 'basic', ...stage]);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain(`apikit keys enable ${first.id} --stage dev`);
  const { stdout } = await project.apikit(['keys', 'create', client, '--another', '--plan', 'basic', ...stage]);
  expect(await status(stdout.trim())).toBe(200);
});

it('with an overlap of zero, the old value works until the new one is in its secret', async () => {
  const proxy = await startCountingProxy(project.cloud.endpoint);
  const clients = clientsOf(project);
  const secrets = await clients.secretsManager();
  await secrets.send(new CreateSecretCommand({ Name: client, SecretString: first.value }));
  clients.destroy();
  proxy.answer(/PutSecretValue/, {
    ...{ status: 400, type: 'application/x-amz-json-1.1' },
    body: JSON.stringify({ __type: 'LimitExceededException', message: 'no' }),
  });
  const argv = ['keys', 'rotate', client, '--overlap', '0s', '--to-secret', client, ...stage];
  const failed = await project.apikit(argv, { env: { AWS_ENDPOINT_URL: proxy.endpoint } });
  await proxy.close();
  expect(failed.stderr).toContain('its value could not be handed out');
  expect(await status(first.value)).toBe(200);
  expect((await project.apikit(argv)).code).toBe(0);
  expect(await status(first.value)).toBe(403);
});

it('the next create hands out a key that was created and never handed out', async () => {
  await mark(first.id, { 'apikit:unseen': 'true' });
  const again = await project.apikit(['keys', 'create', client, '--plan', 'basic', ...stage]);
  expect(again.stdout).toBe(`${first.value}\n`);
  expect(await list()).toMatchObject([{ id: first.id, state: 'enabled' }]);
});

it('a key that was created for another plan is handed out in the requested plan', async () => {
  const { id, value } = await project.json<{ id: string; value: string }>([
    ...['keys', 'create', `gold-${count}`, '--plan', 'basic', ...stage],
  ]);
  await mark(id, { 'apikit:unseen': 'true' });
  const again = await project.apikit(['keys', 'create', `gold-${count}`, '--plan', 'gold', ...stage]);
  expect(again).toMatchObject({ code: 0, stdout: `${value}\n` });
  expect(await list(`gold-${count}`)).toMatchObject([{ id, plan: 'gold', state: 'enabled' }]);
  expect(await status(value)).toBe(200);
});

it('the new key keeps the description and tags of the old key', async () => {
  await mark(first.id, { team: 'mobile' });
  const { id } = await rotate();
  const clients = clientsOf(project);
  const { tags } = await (await clients.apiGateway()).send(new GetApiKeyCommand({ apiKey: id }));
  clients.destroy();
  expect(tags).toMatchObject({ team: 'mobile', 'apikit:plan': 'basic', 'apikit:replaces': first.id });
});

it('--all rotates all keys that are old enough at once', async () => {
  const young = await project.json<{ keys: object[] }>([
    ...['keys', 'rotate', '--all', '--older-than', '90d', '--yes', ...stage],
  ]);
  expect(young.keys).toEqual([]);
  const argv = ['keys', 'rotate', '--all', ...stage];
  const asked = await project.apikit(argv);
  expect(asked).toMatchObject({ code: 2, stdout: '' });
  expect(asked.stderr).toMatch(new RegExp(`Rotating \\d+ keys of items-api/dev \\(${client}, .* and \\d+ more\\)`));
  expect((await project.apikit(argv, terminal([[/Rotating \d+ keys of .*\?/, 'n\r']]))).code).toBe(3);
  expect(await list()).toHaveLength(1);
  const { stdout, code } = await project.apikit([...argv, '--yes']);
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`^${client}\\t\\w{10}\\t\\w{40}$`, 'm'));
  expect(await list()).toHaveLength(2);
  const again = await project.apikit([...argv, '--yes']);
  expect(again.stderr).toContain('in rotation');
  expect(await list()).toHaveLength(2);
});

it('two concurrent rotations of a client return the same new key', async () => {
  const proxy = await startCountingProxy(project.cloud.endpoint);
  const env = { AWS_ENDPOINT_URL: proxy.endpoint };
  const argv = ['keys', 'rotate', client, ...stage];
  const held = proxy.hold(/^POST \/apikeys$/);
  const both = [project.apikit(argv, { env }), project.apikit(argv, { env })];
  await held;
  // Both have searched and found none.
  while (proxy.calls.filter((call) => call === 'POST /apikeys').length < 2) await new Promise(setImmediate);
  proxy.release();
  const [one, other] = await Promise.all(both);
  await proxy.close();
  expect([one!.code, other!.code]).toEqual([0, 0]);
  expect(one!.stdout).toBe(other!.stdout);
  expect(await status(one!.stdout.trim())).toBe(200);
  expect(await list()).toMatchObject([{ state: 'enabled' }, { id: first.id, state: 'ending' }]);
});

it('a rotation shortly after another one creates no second new key', async () => {
  const proxy = await startCountingProxy(project.cloud.endpoint);
  const held = proxy.hold(/^POST \/apikeys$/);
  const later = project.apikit(['keys', 'rotate', client, ...stage], { env: { AWS_ENDPOINT_URL: proxy.endpoint } });
  await held;
  const { id } = await rotate();
  proxy.release();
  const { code, stdout, stderr } = await later;
  await proxy.close();
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(`Somebody else created key ${client} (${id}) at the same moment`);
  expect((await list()).map((key) => key.id)).toEqual([id, first.id]);
});

it('a name that looks like a flag is not put into a printed command', async () => {
  await project.apikit(['keys', 'create', '--plan', 'basic', ...stage, '--', '--all']);
  const [{ id } = { id: '' }] = await list('--all');
  const again = await project.apikit(['keys', 'create', '--plan', 'basic', ...stage, '--', '--all']);
  expect(again.stderr).toContain(`apikit keys rotate ${id} --stage dev`);
  await project.json(['keys', 'rotate', id, ...stage]);
  expect((await project.apikit(['keys', 'rotate', ...stage, '--', '--all'])).stderr).not.toContain('finish --all');
});

it.each([
  [['keys', 'rotate', 'alice', '--all'], '--all means every key'],
  [['keys', 'rotate', 'alice', '--older-than', '3d'], 'Also pass --all'],
  [['keys', 'rotate', 'alice', '--overlap', 'a week'], '--overlap takes a duration, not "a week"'],
  [['keys', 'rotate', '--all', '--copy'], 'hold one value only'],
  [['keys', 'rotate', 'alice', '--copy', '--to-secret', 'x'], 'two places for one value'],
  [['keys', 'rotate'], 'No key is given'],
  [['keys', 'create', 'a\nb', '--plan', 'basic'], 'cannot have control characters'],
  [['keys', 'rename', 'alice', 'a\tb'], 'cannot have control characters'],
  [['keys', 'rotate', 'nobody'], 'no API key with the id or name "nobody"'],
])('%j is rejected', async (argv, words) => {
  const { code, stdout, stderr } = await project.apikit([...argv, ...stage]);
  expect({ failed: code !== 0, stdout }).toEqual({ failed: true, stdout: '' });
  expect(stderr).toContain(words);
});
