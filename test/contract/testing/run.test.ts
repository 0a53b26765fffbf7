/**
 * How a contract is tested against a running API: what is created first, what is not tested, and what is waited for.
 */
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/clock.ts';
import { type Received, type Reply, testAgainst } from './small-api.ts';

const object = (properties: object, required = Object.keys(properties)) => ({ type: 'object', required, properties });
const json = (schema: object) => ({ 'application/json': { schema } });
const text = { type: 'string' };
const id = { name: 'id', in: 'path', required: true, schema: text };
const ok = { 200: { description: 'OK' } };

/** Collections of things in memory, nested as deep as paths go. */
function memory(idOf: (count: number) => { body?: object; headers?: Record<string, string> }) {
  const things = new Map<string, object>();
  let count = 0;
  return {
    things,
    answer({ line, path, body }: Received): Reply {
      const [method] = line.split(' ');
      const key = path.join('/');
      if (method === 'POST') {
        const { total, sku } = (body ?? {}) as { total?: unknown; sku?: unknown };
        if (path.at(-1) === 'orders' ? typeof total !== 'number' : typeof sku !== 'string') return { status: 400 };
        const made = idOf(++count);
        things.set(`${key}/${count}`, body as object);
        return { status: 201, ...made };
      }
      const known = path.length % 2 === 1 || things.has(key);
      if (!known) return { status: 404 };
      if (method === 'DELETE') things.delete(key);
      return method === 'DELETE' ? { status: 204 } : { status: 200, body: { ...things.get(key) } };
    },
  };
}

const orders = (created: object, inner: object = {}) => ({
  '/orders': {
    post: {
      operationId: 'createOrder',
      requestBody: { required: true, content: json(object({ total: { type: 'number' } })) },
      responses: { 201: created, 400: { description: 'Wrong' } },
    },
  },
  '/orders/{id}': {
    parameters: [id],
    get: { operationId: 'getOrder', responses: { ...ok, 404: { description: 'None' } } },
    delete: { operationId: 'deleteOrder', responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
  },
  ...inner,
});

const failures = ({ results }: Awaited<ReturnType<typeof testAgainst>>) =>
  results
    .filter(({ outcome }) => outcome !== 'passed')
    .map(({ operationId, name, problems }) => [operationId, name, ...problems]);

describe('the resource of an operation is created first and deleted at the end', () => {
  const created = { description: 'Made' };

  it.each<[string, object, (count: number) => Reply | object]>([
    ['the id in its body', created, (count) => ({ body: { id: count } })],
    ['its Location', created, (count) => ({ headers: { location: `/somewhere/orders/${count}` } })],
    [
      'a link of the contract',
      {
        description: 'Made',
        links: { get: { operationId: 'getOrder', parameters: { id: '$response.body#/order/number' } } },
      },
      (count) => ({ body: { id: 'another', order: { number: count } } }),
    ],
  ])('by %s', async (_what, response, idOf) => {
    const world = memory(idOf as (count: number) => object);
    const run = await testAgainst(orders(response), world.answer);
    expect(failures(run)).toEqual([]);
    expect(run.left).toEqual([]);
    expect([...world.things]).toEqual([]);
  });

  it('inside of another one', async () => {
    const lines = {
      '/orders/{id}/lines': {
        parameters: [id],
        post: {
          operationId: 'createLine',
          requestBody: { required: true, content: json(object({ sku: text })) },
          responses: { 201: created, 400: { description: 'Wrong' } },
        },
      },
      '/orders/{id}/lines/{line}': {
        parameters: [id, { ...id, name: 'line' }],
        delete: { operationId: 'deleteLine', responses: { 204: { description: 'Gone' } } },
        get: { operationId: 'getLine', responses: ok },
      },
    };
    const world = memory((count) => ({ body: { id: count } }));
    const run = await testAgainst(orders(created, lines), world.answer);
    expect(failures(run)).toEqual([]);
    expect(run.left).toEqual([]);
    expect([...world.things]).toEqual([]);
  });

  it('with a report of what could not be deleted', async () => {
    const world = memory((count) => ({ body: { id: count } }));
    const stays = (request: Received) => (request.line.startsWith('DELETE') ? { status: 500 } : world.answer(request));
    const run = await testAgainst(orders(created), stays, { only: 'getOrder' });
    expect(run.left).toEqual([expect.stringMatching(/\/orders\/1$/)]);
  });

  it('also when the run is interrupted', async () => {
    const interrupt = new AbortController();
    const world = memory((count) => ({ body: { id: count } }));
    const cut = (request: Received) => {
      if (request.line.startsWith('GET')) interrupt.abort();
      return world.answer(request);
    };
    await expect(testAgainst(orders(created), cut, { only: 'getOrder', signal: interrupt.signal })).rejects.toThrow();
    expect([...world.things]).toEqual([]);
  });
});

describe('a resource that the test did not create', () => {
  const paths = {
    '/settings/{id}': {
      parameters: [{ ...id, example: 'main' }],
      get: { operationId: 'getSetting', responses: ok },
      put: { operationId: 'putSetting', responses: ok },
      delete: { operationId: 'deleteSetting', responses: ok },
    },
  };

  it('is read and never changed', async () => {
    const run = await testAgainst(paths, () => ({ status: 200 }));
    expect(run.received.map(({ line }) => line)).toEqual(['GET /settings/main']);
    expect(failures(run)).toEqual([
      ['putSetting', 'as it is', expect.stringContaining('no operation of the contract creates /settings/{id}')],
      ['deleteSetting', 'as it is', expect.stringContaining('does not change existing resources')],
    ]);
  });
});

describe('a response', () => {
  const listing = (response: object) => ({
    '/things': { get: { operationId: 'listThings', responses: { 200: response } } },
  });
  const typed = { description: 'OK', content: json(object({ n: { type: 'integer' } })) };

  it.each<[string, object, Reply, string]>([
    [
      'with another status',
      typed,
      { status: 302 },
      'It answered 302, which the contract does not declare here (it has 200).',
    ],
    ['without its body', typed, { status: 200 }, 'The body is empty; the contract declares application/json for 200.'],
    [
      'of another shape',
      typed,
      { status: 200, body: { n: 'x' } },
      'The body is not what the contract declares for 200: /n must be integer.',
    ],
    [
      'of another media type',
      { ...typed, content: { 'text/csv': {} } },
      { status: 200, body: {} },
      'The content type is application/json; the contract declares text/csv for 200.',
    ],
    [
      'without a header',
      { description: 'OK', headers: { 'X-Total': { required: true, schema: { type: 'integer' } } } },
      { status: 200 },
      'The header X-Total is missing; the contract requires it with 200.',
    ],
    [
      'with a wrong header',
      { description: 'OK', headers: { 'X-Total': { schema: { type: 'integer' } } } },
      { status: 200, headers: { 'x-total': 'many' } },
      'The header X-Total is not as declared: X-Total must be integer.',
    ],
  ])('%s fails', async (_what, response, reply, problem) => {
    const { results } = await testAgainst(listing(response), () => reply);
    expect(results.flatMap(({ problems }) => problems)).toEqual([problem]);
  });

  it('that is correct but undeclared is a note', async () => {
    const paths = {
      '/things': {
        get: {
          operationId: 'listThings',
          parameters: [{ name: 'n', in: 'query', schema: { type: 'integer' } }],
          responses: ok,
        },
      },
    };
    const run = await testAgainst(paths, () => ({ status: 200 }));
    expect(run.results.find(({ name }) => name.includes('against type'))).toMatchObject({ outcome: 'failed' });
    const strict = await testAgainst(paths, () => ({ status: 400 }));
    expect(strict.results.find(({ name }) => name.includes('against type'))).toMatchObject({
      outcome: 'passed',
      undeclared: true,
    });
  });

  it('with an invalid example in the contract fails the contract', async () => {
    const response = {
      ...typed,
      content: { 'application/json': { ...typed.content['application/json'], example: { n: 'x' } } },
    };
    const { results } = await testAgainst(listing(response), () => ({ status: 200, body: { n: 1 } }));
    expect(results[0]).toMatchObject({
      name: 'example of the answer 200: example',
      problems: ['The example does not match its schema: /n must be integer.'],
    });
  });
});

describe('too many requests', () => {
  const paths = {
    '/things': { get: { operationId: 'listThings', responses: { ...ok, 429: { description: 'Later' } } } },
  };

  it('are retried after a wait', async () => {
    let now = 0;
    const clock: Clock = {
      now: () => now,
      sleep: async (milliseconds) => {
        now += milliseconds;
      },
    };
    let count = 0;
    const run = await testAgainst(paths, () => ({ status: ++count < 4 ? 429 : 200, headers: { 'retry-after': '1' } }), {
      clock,
    });
    expect(failures(run)).toEqual([]);
    expect(count).toBe(4);
  });

  it('end the wait if a quota is used up', async () => {
    const run = await testAgainst(paths, () => ({ status: 429, body: { message: 'Limit Exceeded' } }));
    expect(run.received).toHaveLength(1);
    expect(failures(run)).toEqual([['listThings', 'as it is', 'It answered 429; expected 200.']]);
  });
});
