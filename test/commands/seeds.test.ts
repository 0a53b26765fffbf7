/** `tables: seed`: the tables of a preview start with the items of the project's files, once. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { clockAhead } from '../helpers/clock-ahead.ts';
import { limitedTo } from '../helpers/limited-role.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

let project: Project;
/** The ms by which the cloud's clock is ahead of this machine's. */
let ahead = 0;
const clock = clockAhead(() => ahead);
const deploy = (stage: string) => project.apikit(['deploy', '--stage', stage, '--yes']);
const seed = (table: string, ...lines: string[]) =>
  writeFileSync(join(project.dir, 'seeds', `${table}.ndjson`), lines.map((line) => `${line}\n`).join(''));
const item = (id: string, n = 1) => `{"Item":{"id":{"S":"${id}"},"n":{"N":"${n}"}}}`;

async function ids(TableName: string): Promise<string[]> {
  const clients = clientsOf(project);
  const { Items = [] } = await (await clients.dynamodb()).send(new ScanCommand({ TableName }));
  clients.destroy();
  return Items.map(({ id }) => id?.S ?? '').sort();
}

async function remove(TableName: string, id: string): Promise<void> {
  const clients = clientsOf(project);
  await (await clients.dynamodb()).send(new DeleteItemCommand({ TableName, Key: { id: { S: id } } }));
  clients.destroy();
}

beforeAll(async () => {
  project = await startSmallProject(['--stages', 'dev'], { clock });
  mkdirSync(join(project.dir, 'seeds'));
  project.edit('apikit.yaml', (text) =>
    text
      .replace(/^stages:\n/m, 'stages:\n  pr-*: { tables: seed }\n')
      .replace('items: { key: id }', 'items: { key: id }\n  others: { key: id, import: of-others }'),
  );
});
afterAll(() => project.close());

describe('seeds', () => {
  it('that are invalid are reported with line numbers before any AWS call', async () => {
    const none = await deploy('pr-1');
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('seeds/<table>.ndjson: there is no such') });
    seed('items', item('a'), '{"id":"b"}', '{"Item":{"n":{"N":"1"}}}');
    seed('itmes', item('a'));
    const { code, stderr } = await project.apikit(['plan', '--stage', 'pr-1'], {
      env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
    });
    const told = stderr.replaceAll(/\s+/g, ' ');
    expect(code).toBe(2);
    expect(told).toContain('seeds/items.ndjson:2: ');
    expect(told).toContain('seeds/items.ndjson:3: It has no id, which is a key of the table.');
    expect(told).toContain('seeds/itmes.ndjson: there is no table itmes in apikit.yaml. Did you mean items.ndjson?');
    expect((await project.apikit(['validate'])).stderr).toContain('seeds/items.ndjson:2: ');
  });

  it('are in the new tables when the deploy ends, also in tables that other stages import', async () => {
    seed('items', item('a'), '', item('b'));
    rmSync(join(project.dir, 'seeds', 'itmes.ndjson'));
    seed('others', item('z'));
    const { code, stderr } = await deploy('pr-1');
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/2 items of seeds\/items\.ndjson/),
    });
    expect(await ids('items-api-pr-1-items')).toEqual(['a', 'b']);
    expect(await ids('items-api-pr-1-others')).toEqual(['z']);
  });

  it('are written once: deleted items stay deleted, and a new table gets its own seeds', async () => {
    await remove('items-api-pr-1-items', 'a');
    expect((await project.apikit(['plan', '--stage', 'pr-1', '--exit-code'])).code).toBe(0);
    await deploy('pr-1');
    project.edit('apikit.yaml', (text) => text.replace('  others:', '  more: { key: id }\n  others:'));
    seed('more', item('m'));
    await project.json(['deploy', '--stage', 'pr-1', '--yes', '--new-table', 'more']);
    expect(await ids('items-api-pr-1-items')).toEqual(['b']);
    expect(await ids('items-api-pr-1-more')).toEqual(['m']);
  });

  it('that could not be written are written by the next deploy, and overwrite nothing', async () => {
    const credentials = await limitedTo(project, 'no-writer', ['dynamodb:PutItem']);
    await project.json(['deploy', '--stage', 'pr-1', '--yes']);
    for (const [name, value] of Object.entries(credentials)) vi.stubEnv(name, value);
    const { code, stdout } = await project.apikit(['deploy', '--stage', 'pr-2', '--yes', '--json']);
    vi.unstubAllEnvs();
    expect(code).toBe(1);
    expect(JSON.parse(stdout).error).toMatchObject({
      code: 'SeedFailed',
      message: expect.stringContaining('The stage is deployed, but not all of seeds/items.ndjson is in table'),
    });
    expect((await deploy('pr-2')).code).toBe(0);
    expect(await ids('items-api-pr-2-items')).toEqual(['a', 'b']);
  });

  it('are written to the active table', async () => {
    const credentials = await limitedTo(project, 'no-writer-either', ['dynamodb:PutItem']);
    for (const [name, value] of Object.entries(credentials)) vi.stubEnv(name, value);
    await project.apikit(['deploy', '--stage', 'pr-3', '--yes']);
    vi.unstubAllEnvs();
    const stage = ['--stage', 'pr-3'];
    // Recovery begins with the table, and counts whole seconds.
    ahead += 2000;
    const { name } = await project.json<{ name: string }>([
      ...['tables', 'restore', 'items', '--at', 'latest', '--no-compare'],
      ...stage,
    ]);
    await project.json(['tables', 'switch', 'items', '--to', name, ...stage]);
    expect(await ids(name)).toEqual(['a', 'b']);
    expect(await ids('items-api-pr-3-items')).toEqual([]);
  });
});
