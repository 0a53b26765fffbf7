import { exec } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Project, startProject } from '../../helpers/project.ts';

let project: Project;

beforeAll(async () => {
  project = await startProject();
});
afterAll(() => project.close());

const ORDERS = ['--fields', 'total:number!,email:email', '--index', 'byEmail:email,createdAt'];

describe('apikit add resource', () => {
  it('accepts a version in front of the name: v1/orders', async () => {
    const added = await project.json([
      'add',
      'resource',
      'v1/parcels',
      '--field',
      'weight:number!',
      '--fields',
      'note',
    ]);
    expect(added).toMatchObject({ resource: 'v1-parcels', operations: expect.arrayContaining(['getV1Parcel']) });
    const { url } = await project.json<{ url: string }>(['deploy', '--stage', 'local', '--yes']);
    const { value } = await project.json<{ value: string }>(['keys', 'create', 'v1', '--stage', 'local']);
    const headers = { 'x-api-key': value, 'content-type': 'application/json' };
    const body = JSON.stringify({ weight: 3, note: 'x' });
    const made = await fetch(`${url}/v1/parcels`, { method: 'POST', headers, body });
    expect(made.status).toBe(201);
    const place = new URL(made.headers.get('location')!, `${url}/v1/parcels`);
    expect(await (await fetch(place, { headers })).json()).toMatchObject({ weight: 3, note: 'x' });
    const twice = await project.apikit(['add', 'resource', 'v1-parcels', '--fields', 'weight:number']);
    expect(twice).toMatchObject({ code: 2, stderr: expect.stringContaining('already') });
  });

  it('adds a table and operations that deploy and work without more code', async () => {
    const before = { config: project.read('apikit.yaml'), contract: project.read('openapi.yaml') };
    const added = await project.json<{ operations: string[]; files: string[] }>([
      'add',
      'resource',
      'orders',
      ...ORDERS,
    ]);
    expect(added).toMatchObject({
      resource: 'orders',
      operations: ['listOrders', 'createOrder', 'getOrder', 'replaceOrder', 'updateOrder', 'deleteOrder'],
      files: ['openapi.yaml', 'apikit.yaml'],
    });
    // Every old line is still there, in its order.
    expect(removedLines(before.config, project.read('apikit.yaml'))).toEqual([]);
    expect(removedLines(before.contract, project.read('openapi.yaml'))).toEqual([]);

    const { url } = await project.json<{ url: string }>(['deploy', '--stage', 'local', '--yes']);
    const { value } = await project.json<{ value: string }>(['keys', 'create', 'k', '--stage', 'local']);
    const headers = { 'x-api-key': value, 'content-type': 'application/json' };
    const create = async (body: object) => {
      const reply = await fetch(`${url}/orders`, { method: 'POST', headers, body: JSON.stringify(body) });
      return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
    };
    const first = await create({ total: 3, email: 'ada@example.com' });
    expect(first).toMatchObject({ status: 201, body: { total: 3, email: 'ada@example.com' } });
    await create({ total: 4, email: 'grace@example.com' });
    expect(await create({ email: 'ada@example.com' })).toMatchObject({ status: 400 });
    expect(await create({ total: 1, email: 'nobody' })).toMatchObject({ status: 400 });

    const list = async (query: string) => {
      const reply = await fetch(`${url}/orders${query}`, { headers });
      return ((await reply.json()) as { items: { total: number }[] }).items.map(({ total }) => total).sort();
    };
    expect(await list('?email=ada%40example.com')).toEqual([3]);
    expect(await list('')).toEqual([3, 4]);
    expect((await fetch(`${url}/items`, { headers })).status).toBe(200);
  });

  it('names what exists already, and writes nothing', async () => {
    const before = [project.read('apikit.yaml'), project.read('openapi.yaml')];
    const again = await project.apikit(['add', 'resource', 'items', '--field', 'name']);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('apikit.yaml has a table items already')]);
    expect([project.read('apikit.yaml'), project.read('openapi.yaml')]).toEqual(before);
  });

  it.each([
    [['Orders', '--field', 'a'], 'must consist of small letters'],
    [['carts'], 'At least one field is needed'],
    [['carts', '--field', 'a:money'], 'unknown type "money"'],
    [['carts', '--field', 'a', '--index', 'byB:b'], 'names b, which is not a field'],
    [['carts', '--field', 'a', '--index', 'a'], 'is not a valid index'],
    [['carts', '--field', 'a:boolean', '--index', 'byA:a'], 'a key in DynamoDB cannot be true or false'],
  ])('rejects %o', async (argv, message) => {
    const refused = await project.apikit(['add', 'resource', ...argv]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('apikit add resource in a project without a table', () => {
  it.each(['typescript', 'python'])('writes the functions of its operations (%s)', async (language) => {
    const hello = await startProject(['--template', 'hello', '--language', language]);
    try {
      const added = await hello.json<{ files: string[] }>(['add', 'resource', 'orders', ...ORDERS]);
      expect(added.files.slice(0, 2)).toEqual(['openapi.yaml', 'apikit.yaml']);
      const [crud, services, memory] =
        language === 'python'
          ? ['src/crud/table.py', 'src/services.py', 'tests/memory_dynamodb.py']
          : ['src/crud/table.ts', 'src/services.ts', 'test/memory-dynamodb.ts'];
      expect(added.files).toEqual(expect.arrayContaining([crud, services, memory]));
      expect(added.files.includes('package.json')).toBe(language === 'typescript');
      if (language === 'typescript') {
        expect(JSON.parse(hello.read('package.json')).dependencies).toHaveProperty(['@aws-sdk/client-dynamodb']);
      }

      const deployed = await hello.json<{ url: string }>(['deploy', '--stage', 'local', '--yes']);
      const { value } = await hello.json<{ value: string }>(['keys', 'create', 'k', '--stage', 'local']);
      const headers = { 'x-api-key': value, 'content-type': 'application/json' };
      const body = JSON.stringify({ total: 3, email: 'ada@example.com' });
      const created = await fetch(`${deployed.url}/orders`, { method: 'POST', headers, body });
      expect(created.status).toBe(201);
      const order = (await created.json()) as { id: string };
      const got = await fetch(`${deployed.url}/orders/${order.id}`, { headers });
      expect([got.status, await got.json()]).toEqual([200, order]);
      expect((await fetch(`${deployed.url}/hello`, { headers })).status).toBe(200);

      const env = { ...process.env, FORCE_COLOR: '0', VITEST: undefined };
      const own =
        language === 'python' ? 'python3 -m unittest' : 'npx --no-install tsc --noEmit && npx --no-install vitest run';
      await promisify(exec)(own, { cwd: hello.dir, env }).catch(({ stdout, stderr }) => expect.fail(stdout + stderr));

      const second = await hello.json<{ files: string[] }>(['add', 'resource', 'carts', '--field', 'note']);
      expect(second.files).toEqual(['openapi.yaml', 'apikit.yaml']);
    } finally {
      await hello.close();
    }
  });

  it("names a user's file that is in the way and writes nothing; keeps services that have a client", async () => {
    const hello = await startProject(['--template', 'hello']);
    try {
      const files = ['apikit.yaml', 'openapi.yaml', 'package.json'];
      const before = files.map(hello.read);
      hello.edit('src/services.ts', (text) => `${text}export const mine = 1;\n`);
      const refused = await hello.apikit(['add', 'resource', 'orders', ...ORDERS]);
      expect([refused.code, refused.stderr]).toEqual([
        2,
        expect.stringMatching(/src\/services\.ts is already there.*Nothing was written.*dynamodb client/s),
      ]);
      expect(files.map(hello.read)).toEqual(before);
      expect(existsSync(join(hello.dir, 'src/crud'))).toBe(false);

      hello.edit('src/services.ts', (text) => `${text}export const dynamodb = 1;\n`);
      const added = await hello.apikit(['add', 'resource', 'orders', ...ORDERS]);
      expect([added.code, added.stdout + added.stderr]).toEqual([0, expect.stringContaining('npm install')]);
      expect(hello.read('src/services.ts')).toContain('mine = 1');
    } finally {
      await hello.close();
    }
  });
});

/** Returns the lines of the old text that are missing in the new one, or in another order. */
function removedLines(before: string, after: string): string[] {
  const lines = after.split('\n');
  let at = 0;
  return before.split('\n').filter((line) => {
    const found = lines.indexOf(line, at);
    if (found < 0) return true;
    at = found + 1;
    return false;
  });
}
