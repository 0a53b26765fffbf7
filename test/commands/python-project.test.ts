/** A Python project through the CLI, from `init` on: its differences from one in TypeScript. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apikit, tempDir } from '../helpers/cli.ts';
import { type DevRun, startDev } from '../helpers/dev-session.ts';
import { type Project, startProject } from '../helpers/project.ts';
import { hasBoto3, hasPython } from '../templates/python.ts';

it('a Python project is created without packages, and prints how to run its tests', async () => {
  const dir = join(tempDir(), 'greeter');
  const flags = ['--template', 'hello', '--language', 'python', '--yes'];
  const { code, stderr, json } = await apikit(['init', dir, ...flags, '--json']);
  expect(code, stderr).toBe(0);
  expect(json()).toMatchObject({ installed: false, files: expect.arrayContaining(['src/generated/contract.json']) });
  expect(existsSync(join(dir, 'package.json'))).toBe(false);
  expect(readFileSync(join(dir, 'README.md'), 'utf8')).toContain('python3 -m unittest');
  expect(readFileSync(join(dir, 'apikit.yaml'), 'utf8')).toMatch(/entry: src\/handler\.py\n {2}runtime: python3\.14/);
});

describe.skipIf(!hasPython)('a session', () => {
  let project: Project;
  let dev: DevRun;
  let url: string;
  const greeting = async () => ((await (await fetch(`${url}/greeting`)).json()) as { message: string }).message;
  const own = () => join(project.dir, 'src/operations/get_greeting.py');
  const greet = (text: string) =>
    writeFileSync(
      own(),
      `from api.request import Reply\n\n\ndef get_greeting(request, services):\n    return Reply(200, {"message": ${text}})\n`,
    );

  beforeAll(async () => {
    project = await startProject(['--template', 'hello', '--language', 'python']);
    project.edit('openapi.yaml', (text) =>
      text.replace(
        '  /hello:\n',
        '  /greeting:\n    get:\n      operationId: getGreeting\n      responses: { "200": { description: It } }\n  /hello:\n',
      ),
    );
  });
  afterAll(() => project.close());

  it('names an operation without a function, with the command that writes it', async () => {
    const { code, stderr } = await project.apikit(['validate']);
    expect(code).toBe(2);
    expect(stderr).toContain('src/operations/get_greeting.py does not exist');
    expect(stderr).toContain('Run: apikit add operation getGreeting');
    const added = await project.json(['add', 'operation', 'getGreeting']);
    expect(added).toMatchObject({ written: ['src/operations/get_greeting.py', 'tests/test_get_greeting.py'] });
    expect((await project.apikit(['validate'])).code).toBe(0);
    const tests = spawnSync('python3', ['-B', '-m', 'unittest'], { cwd: project.dir, encoding: 'utf8' });
    expect(tests.stderr).toMatch(/Ran 4 tests in .*\n\nOK\n$/);
  });

  it('serves the new code after a save is deployed; for a broken one it shows the line', async () => {
    greet('"hello"');
    dev = startDev(project.dir, { AWS_ENDPOINT_URL: project.cloud.endpoint });
    ({ url } = (await dev.next('ready')) as unknown as { url: string });
    expect(await greeting()).toBe('hello');

    greet('"saved"');
    expect(await dev.next('deployed')).toMatchObject({ files: ['src/operations/get_greeting.py'] });
    expect(await greeting()).toBe('saved');

    greet('"broken');
    expect(await dev.next('failed')).toMatchObject({
      error: { code: 'BundleFailed', message: expect.stringContaining('src/operations/get_greeting.py:5:') },
      frames: [{ file: 'src/operations/get_greeting.py', line: 5 }],
    });
    expect(await greeting()).toBe('saved');

    greet('"mended"');
    await dev.next('deployed');
    expect(await greeting()).toBe('mended');
    rmSync(own());
    expect(await dev.next('failed')).toMatchObject({ error: { code: 'InvalidContract' } });
    expect(await dev.stop()).toBe(0);
  });
});

const AUTHORIZER = `from api.authorizer import Denied, Identity, Unauthorized
from api.secrets import read_secret


def authorize(request):
    if request.token == "Bearer blocked":
        raise Denied
    if request.token != f"Bearer {read_secret('DOOR')}":
        raise Unauthorized
    return Identity("ada", {"level": 3, "scope": "read"})
`;

const WHOAMI = `from api.request import Reply


def get_caller(request, services):
    return Reply(200, {"id": request.caller.id, **request.caller.context})
`;

describe.skipIf(!hasBoto3)('an authorizer in Python', () => {
  it('accepts callers with a secret of the stage, for their scopes', async () => {
    const project = await startProject(['--language', 'python']);
    try {
      const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
      const ssm = new SSMClient({ endpoint: project.cloud.endpoint, region: 'us-east-1', credentials });
      await ssm.send(new PutParameterCommand({ Name: '/door', Type: 'SecureString', Value: 'open sesame' }));
      project.edit('apikit.yaml', (text) => text.replace('  memory:', '  secrets: { DOOR: "ssm:/door" }\n  memory:'));
      const operation = (id: string, scope: string) =>
        `    get:\n      operationId: ${id}\n      security: [{ door: [${scope}] }]\n      responses: { "200": { description: It } }\n`;
      project.edit('openapi.yaml', (text) =>
        text
          .replace(
            '  /health:\n',
            `  /me:\n${operation('getCaller', 'read')}  /admin:\n${operation('getAdmin', 'write')}  /health:\n`,
          )
          .replace('  securitySchemes:\n', '  securitySchemes:\n    door: { type: http, scheme: bearer }\n'),
      );
      const source = (path: string, text: string) => {
        mkdirSync(join(project.dir, 'src', path, '..'), { recursive: true });
        writeFileSync(join(project.dir, 'src', path), text);
      };
      source('operations/get_caller.py', WHOAMI);
      source('operations/get_admin.py', WHOAMI.replace('get_caller', 'get_admin'));
      source('authorizers/door.py', AUTHORIZER);
      const { url } = await project.json<{ url: string }>(['deploy', '--stage', 'local', '--yes']);
      const ask = async (path: string, token?: string) => {
        const answer = await fetch(url + path, { headers: token === undefined ? {} : { authorization: token } });
        return { status: answer.status, body: await answer.json() };
      };
      expect(await ask('/me', 'Bearer open sesame')).toEqual({
        status: 200,
        body: { id: 'ada', level: '3', scope: 'read' },
      });
      expect(await ask('/me', 'Bearer guessed')).toMatchObject({ status: 401 });
      expect(await ask('/me')).toMatchObject({ status: 401 });
      expect(await ask('/me', 'Bearer blocked')).toMatchObject({ status: 403 });
      expect(await ask('/admin', 'Bearer open sesame')).toMatchObject({ status: 403, body: { code: 'ACCESS_DENIED' } });
    } finally {
      await project.close();
    }
  });
});

describe.skipIf(!hasBoto3)('a resource that is added to a Python project', () => {
  it('works without more code, and is listed by its index', async () => {
    const project = await startProject(['--language', 'python']);
    try {
      const fields = ['--field', 'total:number!', '--field', 'email:email'];
      await project.json(['add', 'resource', 'orders', ...fields, '--index', 'byEmail:email,createdAt']);
      const { url } = await project.json<{ url: string }>(['deploy', '--stage', 'local', '--yes']);
      const key = (await project.apikit(['keys', 'create', 'me', '--plan', 'basic', '--stage', 'local'])).stdout.trim();
      const ask = async (path: string, body?: object) => {
        const headers = { 'x-api-key': key, 'content-type': 'application/json' };
        const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
        const answer = await fetch(url + path, { headers, ...sent });
        return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
      };
      for (const total of [1, 2, 3]) await ask('/orders', { total, email: 'ada@example.com' });
      await ask('/orders', { total: 4, email: 'grace@example.com' });
      const first = await ask('/orders?email=ada%40example.com&limit=2');
      const rest = await ask(`/orders?email=ada%40example.com&limit=2&cursor=${first.body.cursor}`);
      const totals = [first, rest].map(({ body }) => (body.items as { total: number }[]).map(({ total }) => total));
      expect(totals.map((page) => page.length)).toEqual([2, 1]);
      expect(totals.flat().sort()).toEqual([1, 2, 3]);
      expect(rest.body).not.toHaveProperty('cursor');
      expect((await ask(`/orders?limit=2&cursor=${first.body.cursor}`)).status).toBe(400);
      expect((await ask('/orders?email=nobody')).status).toBe(400);
    } finally {
      await project.close();
    }
  });
});
