/** The life of a key: disabled, enabled, revoked, renamed, moved, and deleted with its stage. */
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TagResourceCommand } from '@aws-sdk/client-api-gateway';
import { CreateSecretCommand, GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Project, startSmallProject } from '../../helpers/project.ts';
import { clientsOf } from '../../helpers/project-clients.ts';
import { terminal } from '../../helpers/terminal.ts';

interface Key {
  id: string;
  name: string;
  plan: string | null;
  state: string;
  deleteAfter: string | null;
}

let project: Project;
let url: string;
let client: string;
let key: { id: string; value: string };
let count = 0;
const stage = ['--stage', 'dev'];

beforeAll(async () => {
  project = await startSmallProject();
  project.edit('apikit.yaml', (text) => text.replace(/^usagePlans:\n/m, 'usagePlans:\n  gold: {}\n'));
  ({ url } = await project.json<{ url: string }>(['deploy', ...stage, '--yes']));
});
afterAll(() => project.close());
beforeEach(async () => {
  count += 1;
  client = `client-${count}`;
  key = await project.json(['keys', 'create', client, '--plan', 'basic', ...stage]);
});

const keys = (verb: string, ...argv: string[]) => project.apikit(['keys', verb, ...argv, ...stage]);
const status = async () => (await fetch(`${url}/hello`, { headers: { 'x-api-key': key.value } })).status;
const list = async () =>
  (await project.json<{ keys: Key[] }>(['keys', 'list', ...stage])).keys.filter(({ name }) => name === client);

it('a disabled key is rejected until it is enabled', async () => {
  expect((await keys('disable', client)).stderr).toContain(`Key ${client} (${key.id}) is disabled.`);
  expect([await status(), (await list())[0]!.state]).toEqual([403, 'disabled']);
  expect((await keys('disable', client)).stderr).toContain('is already disabled');
  await keys('enable', key.id);
  expect([await status(), (await list())[0]!.state]).toEqual([200, 'enabled']);
});

it('a name selects all values of a client, an ID selects one', async () => {
  const { keys: rotated } = await project.json<{ keys: { id: string }[] }>(['keys', 'rotate', client, ...stage]);
  await keys('disable', key.id);
  expect((await list()).map(({ state }) => state)).toEqual(['enabled', 'replaced']);
  await keys('enable', key.id);
  expect((await list()).map(({ state }) => state)).toEqual(['enabled', 'ending']);
  await keys('disable', client);
  expect((await list()).map(({ state }) => state)).toEqual(['disabled', 'replaced']);
  await keys('enable', client);
  expect((await list()).map(({ id, state }) => [id, state])).toEqual([
    [rotated[0]!.id, 'enabled'],
    [key.id, 'ending'],
  ]);
});

it('a revoked key is disabled at once, can be restored for a while, and is deleted after that', async () => {
  const { stderr } = await keys('revoke', client, '--after', '7d');
  expect(stderr).toMatch(/is disabled, and gives no access[\s\S]*AWS does not delete it by itself/);
  expect(await status()).toBe(403);
  expect(await list()).toMatchObject([{ state: 'revoked', deleteAfter: expect.any(String) }]);
  await keys('enable', client);
  expect([await status(), (await list())[0]!.state]).toEqual([200, 'enabled']);
  await keys('revoke', client);
  expect((await keys('prune')).stderr).toContain('No key of items-api in us-east-1 is due');
  const clients = clientsOf(project);
  await (await clients.apiGateway()).send(
    new TagResourceCommand({
      resourceArn: `arn:aws:apigateway:us-east-1::/apikeys/${key.id}`,
      tags: { 'apikit:delete-after': '2026-01-01T00:00:00Z' },
    }),
  );
  clients.destroy();
  expect((await keys('prune')).stdout).toContain(
    `${client} (${key.id}) of items-api/dev: it was revoked, and its time has ended, deleted`,
  );
  expect(await list()).toEqual([]);
});

it('a key is deleted at once only after a confirmation', async () => {
  const argv = ['keys', 'revoke', client, '--after', '0d', ...stage];
  expect((await project.apikit(argv)).stderr).toContain('Pass --yes');
  expect((await project.apikit(argv, terminal([[/Delete client-.*This cannot be undone/, 'n\r']]))).code).toBe(3);
  expect(await list()).toHaveLength(1);
  expect((await project.apikit([...argv, '--yes'])).code).toBe(0);
  expect(await list()).toEqual([]);
});

it('a key gets another name, but not the name of another key by mistake', async () => {
  await project.json(['keys', 'rotate', client, ...stage]);
  await project.json(['keys', 'create', `other-${count}`, '--plan', 'gold', ...stage]);
  const twin = await keys('rename', client, `other-${count}`);
  expect(twin.code).toBe(2);
  expect(twin.stderr).toContain(`This stage already has a key named "other-${count}"`);
  const name = `renamed-${count}`;
  expect((await keys('rename', client, name)).code).toBe(0);
  client = name;
  expect(await list()).toMatchObject([{ state: 'enabled' }, { state: 'ending' }]);
  expect(await status()).toBe(200);
});

it('a key moves to another plan of the stage', async () => {
  expect((await keys('move', client, '--plan', 'gold')).stderr).toContain(`Key ${client} (${key.id}) is in plan gold.`);
  expect(await list()).toMatchObject([{ plan: 'gold' }]);
  expect(await status()).toBe(200);
  expect((await keys('move', client, '--plan', 'gold')).stderr).toContain('is already in plan gold');
  expect((await keys('move', client, '--plan', 'silver')).stderr).toContain('There is no usage plan "silver"');
  const shown = await project.json<Key>(['keys', 'show', client, ...stage]);
  expect(shown).toMatchObject({ id: key.id, plan: 'gold', state: 'enabled' });
});

describe('a key whose value is not printed', () => {
  let secrets: SecretsManagerClient;
  let close: () => void;
  beforeAll(async () => {
    const clients = clientsOf(project);
    secrets = await clients.secretsManager();
    close = () => clients.destroy();
  });
  afterAll(() => close());

  it('stores its value in a secret, and removes the mark that nobody received it', async () => {
    const { ARN } = await secrets.send(new CreateSecretCommand({ Name: `for-${client}`, SecretString: 'none yet' }));
    const { code, stdout, stderr } = await keys('rotate', client, '--to-secret', String(ARN));
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain(`Its value is in ${ARN}`);
    const { SecretString: value } = await secrets.send(new GetSecretValueCommand({ SecretId: ARN }));
    expect((await fetch(`${url}/hello`, { headers: { 'x-api-key': String(value) } })).status).toBe(200);
    expect(stderr).not.toContain(String(value));
    expect((await list()).map(({ state }) => state)).toEqual(['enabled', 'ending']);
  });

  it('is not created if the secret does not exist or is in another region', async () => {
    const unknown = await keys('rotate', client, '--to-secret', 'nowhere');
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toContain('There is no secret nowhere in us-east-1. No key was created.');
    const elsewhere = 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:a-AbCdEf';
    expect((await keys('rotate', client, '--to-secret', elsewhere)).stderr).toContain('The secret is in eu-west-1');
    expect(await list()).toHaveLength(1);
  });

  it('copies its value to the clipboard with an available program', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'apikit-test-'));
    const program = join(folder, 'xclip');
    writeFileSync(program, `#!/bin/sh\ncat > ${folder}/copied\n`);
    chmodSync(program, 0o755);
    const env = { PATH: `${folder}:/bin:/usr/bin`, DISPLAY: ':0' };
    const copied = await project.apikit(['keys', 'rotate', client, '--copy', ...stage], { env });
    expect(copied).toMatchObject({ code: 0, stdout: '' });
    expect(copied.stderr).toContain('Its value is on the clipboard.');
    const value = readFileSync(join(folder, 'copied'), 'utf8');
    expect((await fetch(`${url}/hello`, { headers: { 'x-api-key': value } })).status).toBe(200);

    writeFileSync(program, '#!/bin/sh\nexit 1\n');
    await keys('finish', client);
    const failed = await project.apikit(['keys', 'rotate', client, '--copy', ...stage], { env });
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(
      /could not be handed out: xclip ended with exit code 1[\s\S]*it continues with this key/,
    );
    expect((await keys('rotate', client)).stdout).toMatch(/^\w{40}\n$/);

    const none = await project.apikit(['keys', 'create', 'x', '--plan', 'gold', '--copy', ...stage], {
      env: { PATH: '' },
    });
    expect(none.stderr).toContain('There is no clipboard here');
  });
});

it('keys of a destroyed stage are listed and deleted on request, keys of others never', async () => {
  await project.json(['deploy', '--stage', 'prod', '--yes']);
  await project.json(['keys', 'create', 'gone', '--plan', 'gold', '--stage', 'prod']);
  await project.json(['destroy', '--stage', 'prod', '--confirm', 'prod', '--delete-data']);
  const prune = ['keys', 'prune', '--destroyed'];
  const nowhere = await project.apikit(['keys', 'prune', '--app', 'items-api']);
  expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining('--app needs a region') });
  expect((await project.json<{ keys: object[] }>(['keys', 'prune'])).keys).toEqual([]);
  expect((await project.json<{ keys: object[] }>([...prune, '--dry-run'])).keys).toMatchObject([
    { name: 'gone', stage: 'prod', why: 'destroyed', outcome: 'found' },
  ]);
  expect(await project.apikit(prune)).toMatchObject({ code: 2, stdout: '' });
  expect((await project.json<{ keys: object[] }>([...prune, '--yes'])).keys).toMatchObject([
    { name: 'gone', outcome: 'deleted' },
  ]);
  expect(await list()).toHaveLength(1);
});
