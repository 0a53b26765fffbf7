/** The files that `apikit export` writes run, as exported, against a deployed stage. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tempDir } from '../helpers/cli.ts';
import { type Project, startProject } from '../helpers/project.ts';
import { runCollection } from './postman-runner.ts';

let project: Project;
let key: string;
beforeAll(async () => {
  project = await startProject(['--stages', 'dev']);
  await project.json(['deploy', '--stage', 'dev', '--yes']);
  key = (await project.json<{ value: string }>(['keys', 'create', 'alice', '--stage', 'dev'])).value;
});
afterAll(() => project.close());

const count = async () => {
  const { output: url } = await project.json<{ output: string }>(['status', '--stage', 'dev', '--output', 'url']);
  const answer = await fetch(`${url}/items`, { headers: { 'x-api-key': key } });
  return ((await answer.json()) as { items: unknown[] }).items.length;
};

it('writes a Postman collection that passes, and leaves nothing behind', async () => {
  const out = join(tempDir(), 'collection.json');
  await project.json(['export', 'postman', '--stage', 'dev', '--out', out]);
  const text = readFileSync(out, 'utf8');
  expect(text).not.toContain(key);
  const results = await runCollection(JSON.parse(text), { apiKey: key });
  expect(results.filter(({ failures }) => failures.length > 0)).toEqual([]);
  expect(results.map(({ method, status }) => `${method} ${status}`)).toEqual([
    'GET 200',
    'POST 201',
    'GET 200',
    'GET 200',
    'PUT 200',
    'PATCH 200',
    'DELETE 204',
  ]);
  expect(await count()).toBe(0);
});

it('shows the expected result in the collection when the API responds differently', async () => {
  const { stdout } = await project.apikit(['export', 'postman', '--stage', 'dev']);
  const results = await runCollection(JSON.parse(stdout), { apiKey: 'wrong' });
  expect(results[1]).toMatchObject({ status: 403, failures: ['answers 201'] });
});

it('writes a folder for Bruno without the key, and replaces its files only with --force', async () => {
  const out = join(tempDir(), 'bruno');
  const { files, folder } = await project.json<{ files: string[]; folder: string }>([
    'export',
    'bruno',
    '--stage',
    'dev',
    '--out',
    out,
  ]);
  expect(folder).toBe(out);
  expect(files).toEqual([
    'bruno.json',
    'collection.bru',
    'environments/dev.bru',
    'health/folder.bru',
    'health/getHealth.bru',
    'items/folder.bru',
    ...['createItem', 'listItems', 'getItem', 'replaceItem', 'updateItem', 'deleteItem'].map(
      (name) => `items/${name}.bru`,
    ),
  ]);
  for (const file of files) expect(readFileSync(join(out, file), 'utf8')).not.toContain(key);
  expect(readFileSync(join(out, 'items/createItem.bru'), 'utf8')).toMatchSnapshot();
  expect(readFileSync(join(out, 'environments/dev.bru'), 'utf8')).toMatch(/^ {2}baseUrl: http:.+\/dev$/m);
  writeFileSync(join(out, 'items/getItem.bru'), 'mine');
  const { code, stderr } = await project.apikit(['export', 'bruno', '--stage', 'dev', '--out', out]);
  expect(code).toBe(2);
  expect(stderr).toContain('already has bruno.json, collection.bru');
  expect(readFileSync(join(out, 'items/getItem.bru'), 'utf8')).toBe('mine');
  await project.json(['export', 'bruno', '--stage', 'dev', '--out', out, '--force']);
  expect(readFileSync(join(out, 'items/getItem.bru'), 'utf8')).toContain('name: Gets one');
});

it('writes a collection for Insomnia without the key', async () => {
  const { stdout } = await project.apikit(['export', 'insomnia', '--stage', 'dev']);
  expect(stdout).not.toContain(key);
  expect(stdout.replace(/http:\/\/\S+/, '<url>')).toMatchSnapshot();
});

it('writes a shell script that runs', async () => {
  const out = join(tempDir(), 'walk.sh');
  await project.json(['export', 'curl', '--stage', 'dev', '--out', out]);
  const { stdout } = await promisify(execFile)('sh', [out], { env: { ...process.env, APIKIT_KEY: key } });
  expect(stdout).toContain('"status":"ok"');
  expect(stdout).toContain('Another name');
  expect(await count()).toBe(0);
});

it('writes an .http file from the contract alone if there is no stage', async () => {
  const { stdout } = await project.apikit(['export', 'http']);
  expect(stdout).toMatchSnapshot();
  const { stdout: live } = await project.apikit(['export', 'http', '--stage', 'dev', '--for', 'jetbrains']);
  expect(live).toContain('> {% client.global.set("itemsId", encodeURIComponent(response.body?.["id"])); %}');
  expect(live).toMatch(/^@baseUrl = http:\/\/.+\/dev$/m);
});
