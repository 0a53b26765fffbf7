import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Project, startProject } from '../helpers/project.ts';

let project: Project;

beforeAll(async () => {
  project = await startProject();
});
afterAll(() => project.close());

const ORDERS = ['--field', 'total:number!', '--field', 'email:email', '--index', 'byEmail:email,createdAt'];

describe('apikit add resource', () => {
  it('adds a table and operations that deploy and answer without a line of code', async () => {
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
    // Every line that was there is there, in its order.
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

  it('says what is there already, and writes nothing', async () => {
    const before = [project.read('apikit.yaml'), project.read('openapi.yaml')];
    const again = await project.apikit(['add', 'resource', 'items', '--field', 'name']);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('apikit.yaml has a table items already')]);
    expect([project.read('apikit.yaml'), project.read('openapi.yaml')]).toEqual(before);
  });

  it.each([
    [['Orders', '--field', 'a'], 'must be small letters'],
    [['carts'], 'At least one field is needed'],
    [['carts', '--field', 'a:money'], 'unknown type "money"'],
    [['carts', '--field', 'a', '--index', 'byB:b'], 'names b, which is no field'],
    [['carts', '--field', 'a', '--index', 'a'], 'is not an index'],
    [['carts', '--field', 'a:boolean', '--index', 'byA:a'], 'no keys that are true or false'],
  ])('refuses %o', async (argv, message) => {
    const refused = await project.apikit(['add', 'resource', ...argv]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

/** Lines of the old text that do not follow one another in the new one. */
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
