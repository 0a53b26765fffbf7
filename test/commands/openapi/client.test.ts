/** `apikit openapi client`: the client of the items template, compiled and used against a stage over HTTP. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { apikit, tempDir } from '../../helpers/cli.ts';
import { type Project, startProject } from '../../helpers/project.ts';

const run = promisify(execFile);
const tsc = resolve(import.meta.dirname, '../../../node_modules/typescript/bin/tsc');

const STAGE = ['--stage', 'dev'];
const FILE = ['--out', 'src/client.ts'];

/** A program of a user, which uses the replies by their statuses. */
const PROGRAM = `
import { createClient, type Schemas } from './client.ts';

const requests: [url: string, key: string | null][] = [];
const api = createClient({
  apiKey: process.env.KEY,
  fetch: async (url, init) => {
    requests.push([String(url), new Headers(init?.headers).get('x-api-key')]);
    return await fetch(url, init);
  },
});

const health = await api.getHealth();
if (health.status !== 200) throw new Error(String(health.status));
const healthy: string = health.body.status;

const created = await api.createItem({ body: { name: 'Nuts & bolts/ä' } });
if (created.status !== 201) throw new Error(JSON.stringify(created));
const item: Schemas.Item = created.body;
const etag = created.headers.get('etag') ?? '';

const found = await api.getItem({ path: { id: item.id }, headers: { 'if-none-match': etag } });
const page = await api.listItems({ query: { limit: 1 } });
if (page.status !== 200) throw new Error(JSON.stringify(page));
const changed = await api.updateItem({ path: { id: item.id }, body: { price: 2 } });
const deleted = await api.deleteItem({ path: { id: item.id } });
const missing = await api.getItem({ path: { id: item.id } });
if (missing.status !== 404) throw new Error(JSON.stringify(missing));
const code: string = missing.body.code;
const invalid = await api.listItems({ query: { limit: 1000 } });
const refused = await createClient({ apiKey: 'wrong' }).listItems();
const climbing = await api.deleteItem({ path: { id: '..' } }).catch((error: Error) => error.message);

console.log(JSON.stringify({
  healthy, name: item.name, found: found.status, items: page.body.items.length, deleted: deleted.status,
  price: changed.status === 200 ? changed.body.price : undefined, code, refused: refused.status, climbing,
  invalid: invalid.status === 400 ? invalid.body.details?.map(({ path }) => path) : undefined,
  keys: [...new Set(requests.map(([url, key]) => \`\${url.endsWith('/health') ? 'open' : 'guarded'} \${key !== null}\`))],
}));
`;

/** Each line is wrong, so the compiler must report every one of them. */
const WRONG = `
import { createClient } from './client.ts';
const api = createClient();
await api.getItem({ path: {} });
await api.createItem({ body: { name: 1 } });
await api.createItem({});
await api.listItems({ query: { limt: 1 } });
await api.getThing({});
const reply = await api.getItem({ path: { id: 'a' } });
reply.body.name;
if (reply.status === 404) reply.body.name;
if (reply.status === 418) reply.body.code;
`;

let project: Project;
beforeAll(async () => {
  project = await startProject(['--stages', 'dev']);
  await project.json(['deploy', ...STAGE, '--yes']);
});
afterAll(() => project.close());

const compile = async () =>
  await run(process.execPath, [tsc, '-p', project.dir]).then(
    () => '',
    ({ stdout }: { stdout: string }) => stdout,
  );

it('writes a client that compiles strictly, and whose calls a stage answers', async () => {
  const { value: key } = await project.json<{ value: string }>(['keys', 'create', 'web', '--plan', 'basic', ...STAGE]);
  const { url } = await project.json<{ url: string }>(['status', ...STAGE]);
  expect(await project.json(['openapi', 'client', 'typescript', ...STAGE, ...FILE])).toMatchObject({
    operations: 7,
    baseUrl: url,
    file: join(project.dir, 'src/client.ts'),
    content: null,
  });
  expect(project.read('src/client.ts')).toContain(`export const STAGE_URL: string = ${JSON.stringify(url)};`);
  writeFileSync(join(project.dir, 'src/program.ts'), PROGRAM);
  expect(await compile()).toBe('');
  const outfile = join(project.dir, 'program.mjs');
  await build({ entryPoints: [join(project.dir, 'src/program.ts')], outfile, bundle: true, format: 'esm' });
  const { stdout } = await run(process.execPath, [outfile], { env: { ...process.env, KEY: key } });
  expect(JSON.parse(stdout)).toEqual({
    healthy: 'ok',
    name: 'Nuts & bolts/ä',
    found: 304,
    items: 1,
    price: 2,
    deleted: 204,
    code: 'NOT_FOUND',
    invalid: ['limit'],
    refused: 403,
    climbing: 'The parameter id of /items/{id} cannot be empty, "." or "..".',
    keys: ['open false', 'guarded true'],
  });
});

it('lets the compiler find wrong parameters, bodies, operations, and bodies of another status', async () => {
  await project.json(['openapi', 'client', 'typescript', ...STAGE, ...FILE]);
  writeFileSync(join(project.dir, 'src/program.ts'), WRONG);
  const lines = (await compile()).matchAll(/program\.ts\((\d+),/g);
  expect([...new Set([...lines].map(([, line]) => Number(line)))]).toEqual([4, 5, 6, 7, 8, 10, 11, 12]);
  writeFileSync(join(project.dir, 'src/program.ts'), '');
});

it('needs the URL as a setting if no stage is named, and makes no call', async () => {
  const offline = { env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' } };
  const { code, stdout } = await project.apikit(['openapi', 'client', 'typescript'], offline);
  expect(code).toBe(0);
  expect(stdout).toContain('export function createClient(settings: ClientSettings): Client {');
  expect(stdout).not.toContain('STAGE_URL');
});

it('checks whether the file is up to date', async () => {
  const check = ['openapi', 'client', 'typescript', '--out', 'api.ts', '--check'];
  const absent = await project.apikit(check);
  expect(absent.code).toBe(1);
  expect(absent.stderr).toContain('api.ts does not exist.');
  expect(absent.stderr).toContain('apikit openapi client typescript --out api.ts');
  await project.json(check.slice(0, -1));
  expect(await project.json(check)).toMatchObject({ operations: 7, content: null });
  project.edit('api.ts', (text) => text.replaceAll('\n', '\r\n'));
  expect((await project.apikit(check)).stderr).toContain('Up to date');

  project.edit('openapi.yaml', (text) => text.replace('operationId: getItem', 'operationId: readItem'));
  const before = project.read('api.ts');
  const outdated = await project.apikit([...check, '--json']);
  expect(outdated.code).toBe(1);
  expect(JSON.parse(outdated.stdout)).toMatchObject({ error: { code: 'ClientOutdated' } });
  expect(project.read('api.ts')).toBe(before);
  project.edit('openapi.yaml', (text) => text.replace('operationId: readItem', 'operationId: getItem'));
});

it('reads a document without a project, and names the operations whose requests must be signed', async () => {
  const cwd = tempDir();
  const document = {
    openapi: '3.0.3',
    info: { title: 'Things', version: '1' },
    paths: {
      '/things': {
        get: { operationId: 'listThings', security: [{ iam: [] }], responses: { 200: { description: 'All of them' } } },
      },
    },
    components: {
      securitySchemes: {
        iam: {
          type: 'apiKey',
          name: 'Authorization',
          in: 'header',
          'x-amazon-apigateway-authtype': 'awsSigv4',
        },
      },
    },
  };
  writeFileSync(join(cwd, 'things.json'), JSON.stringify(document));
  const { code, stdout, stderr } = await apikit(['openapi', 'client', 'typescript', 'things.json'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain('listThings: (request?:');
  expect(stderr).toContain('pass a fetch that does, for listThings');
});

it.each([
  [['python'], 'cannot write a client in "python"'],
  [['typescript', '--check'], '--check has no file to check'],
])('refuses %j before it reads anything', async (words, message) => {
  const { code, stderr } = await apikit(['openapi', 'client', ...words], { cwd: tempDir() });
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});
