/** Folders by tag do not change the order in which requests need each other. */
import { expect, it } from 'vitest';
import { foldersOf } from '../../../src/contract/export/folders.ts';
import { walkThrough } from '../../../src/contract/export/walk.ts';
import type { Json } from '../../../src/contract/model/json.ts';
import { operationsOf } from '../../../src/contract/model/operations.ts';
import { contractOf, operation } from './tagged-contract.ts';

const id = (name: string): Json => ({ name, in: 'path', required: true, schema: { type: 'string' } });
const made = { 201: { description: 'ok', content: { 'application/json': { schema: { properties: { id: {} } } } } } };

const namesIn = (paths: Json) => {
  const document = contractOf(paths);
  return foldersOf(walkThrough(document, operationsOf(document))).map(({ title, steps }) => [
    title,
    ...steps.map(({ name }) => name),
  ]);
};

it('keeps all requests of a tag together if no other tag uses their resources', () => {
  expect(
    namesIn({
      '/items': { post: { ...operation('createItem', ['items']), responses: made } },
      '/items/{id}': {
        parameters: [id('id')],
        get: operation('getItem', ['items']),
        delete: operation('deleteItem', ['items']),
      },
      '/health': { get: operation('health', ['health']) },
    }),
  ).toEqual([
    ['items', 'createItem', 'getItem', 'deleteItem'],
    ['health', 'health'],
  ]);
});

it('deletes a resource in a further folder, after the requests of another tag that use it', () => {
  expect(
    namesIn({
      '/orders': { post: { ...operation('createOrder', ['orders']), responses: made } },
      '/orders/{id}': { parameters: [id('id')], delete: operation('deleteOrder', ['orders']) },
      '/orders/{id}/lines': { parameters: [id('id')], get: operation('listLines', ['lines']) },
    }),
  ).toEqual([
    ['orders', 'createOrder'],
    ['lines', 'listLines'],
    ['orders (2)', 'deleteOrder'],
  ]);
});
