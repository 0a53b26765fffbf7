/** The requests that `apikit load` prepares: they reach resources that it created, also inside of others. */
import { expect, it } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { planLoad, prepareLoad } from '../../../src/contract/testing/load-requests.ts';
import { smallContract, startSmallApi } from './small-api.ts';

const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
const PATHS = {
  '/orders': { post: { operationId: 'createOrder', responses: { 201: { description: 'Made' } } } },
  '/orders/{id}': {
    parameters: [id],
    delete: { operationId: 'deleteOrder', responses: { 204: { description: 'Gone' } } },
  },
  '/orders/{id}/lines': {
    parameters: [id],
    post: { operationId: 'createLine', responses: { 201: { description: 'Made' } } },
  },
};

it('a resource inside of another one is created in one that exists', async () => {
  let count = 0;
  const orders = new Set<string>();
  const api = await startSmallApi(({ line, path: [, order = ''] }) => {
    if (line === 'POST /orders') {
      count += 1;
      orders.add(String(count));
      return { status: 201, body: { id: count } };
    }
    if (!orders.has(order)) return { status: 404 };
    if (line.startsWith('DELETE')) orders.delete(order);
    return line.startsWith('DELETE') ? { status: 204 } : { status: 201, body: {} };
  });
  const { document, operations } = smallContract(PATHS);
  const parts = { url: api.url, clock: systemClock, signal: new AbortController().signal };
  try {
    const plan = planLoad(document, operations, 1, ['createLine']);
    const { requests, skipped } = await prepareLoad(plan, new Map([['createLine', 3]]), parts);
    expect(skipped).toEqual([]);
    expect(requests.next('createLine').sent.url).toMatch(/\/orders\/\d+\/lines$/);
    expect(await requests.clean(parts)).toEqual([]);
    expect([...orders]).toEqual([]);
  } finally {
    api.close();
  }
});
