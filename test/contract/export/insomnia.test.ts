/** The collection for Insomnia, read as YAML, with the members of Insomnia's file format. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { foldersOf } from '../../../src/contract/export/folders.ts';
import { insomniaCollection } from '../../../src/contract/export/insomnia.ts';
import { type Walk, walkThrough } from '../../../src/contract/export/walk.ts';
import type { Json } from '../../../src/contract/model/json.ts';
import { operationsOf } from '../../../src/contract/model/operations.ts';
import { hostileContract } from '../../helpers/hostile-contract.ts';
import { contractOf, operation } from './tagged-contract.ts';

interface Collection {
  type: string;
  name: string;
  collection: { name: string; children: Request[] }[];
  environments: { data: Record<string, string> };
}

interface Request {
  name: string;
  meta: { description: string };
  url: string;
  method: string;
  body?: { mimeType: string; text: string };
  parameters: { name: string; value: string; disabled: boolean }[];
  headers: { name: string; value: string; disabled?: boolean }[];
  scripts?: { afterResponse: string };
}

/** The members that `RequestSchema` of Insomnia's import has and an export uses. */
const MEMBERS = ['name', 'meta', 'url', 'method', 'body', 'parameters', 'headers', 'scripts', 'settings'];

const walkOf = (document: Json) => walkThrough(document, operationsOf(document));
const collectionOf = (walk: Walk) =>
  parse(insomniaCollection(walk, { url: 'https://api.example', stage: 'dev' })) as Collection;

it('has exactly the declared requests, whatever the contract contains', () => {
  fc.assert(
    fc.property(hostileContract, (document) => {
      const walk = walkOf(document);
      const { type, collection, environments, ...others } = collectionOf(walk);
      expect(type).toBe('collection.insomnia.rest/5.0');
      expect(Object.keys(others)).toEqual(['name', 'meta']);
      const steps = foldersOf(walk).flatMap((folder) => folder.steps);
      const requests = collection.flatMap(({ children }) => children);
      expect(requests.map(({ name }) => name)).toEqual(steps.map(({ title }) => title));
      const own = new Set(Object.keys(environments.data));
      for (const [index, request] of requests.entries()) {
        const { meta: _meta, name: _name, ...sent } = request;
        const step = steps[index]!;
        expect(Object.keys(request).filter((member) => !MEMBERS.includes(member))).toEqual([]);
        expect(request.method).toBe(step.operation.method);
        expect(request.url.replace(/\{\{ _\.\w+ \}\}/g, '')).toMatch(/^\/[^\s<>"{}]*$/);
        const declared = ['x-api-key', 'Content-Type', ...step.headers.map(({ name }) => name)];
        expect(request.headers.map(({ name }) => name).filter((name) => !declared.includes(name))).toEqual([]);
        if (request.body) {
          const value = step.body!.value === undefined ? request.body.text : JSON.parse(request.body.text);
          expect(value).toEqual(step.body!.value === undefined ? step.body!.text : JSON.parse(step.body!.text));
        }
        const { afterResponse = '' } = request.scripts ?? {};
        new Function('insomnia', afterResponse);
        // Insomnia does not render scripts.
        expect(templatesIn({ ...sent, scripts: undefined }).filter((name) => !own.has(name))).toEqual([]);
      }
      expect(templatesIn(environments)).toEqual([]);
    }),
    { numRuns: 40, endOnFailure: true },
  );
});

/** The names of the variables in all texts, and every other template as it is. */
function templatesIn(value: unknown): string[] {
  if (typeof value === 'string')
    return [...value.matchAll(/\{\{ _\.(\w+) \}\}|\{[{%#]|[}%#]\}/g)].map(([whole, name]) => name ?? whole);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(templatesIn) : [];
}

it('has a folder for each tag, and the same IDs every time', () => {
  const document = contractOf({
    '/a': { get: operation('a', ['One']) },
    '/b': { get: operation('b', ['Two']) },
    '/c': { get: operation('c', ['One']) },
    '/d': { get: operation('d') },
  });
  const walk = walkOf(document);
  const { collection } = collectionOf(walk);
  expect(collection.map(({ name, children }) => [name, children.map((child) => child.name)])).toEqual([
    ['One', ['a', 'c']],
    ['Two', ['b']],
    ['d', ['d']],
  ]);
  expect(collectionOf(walk)).toEqual(collectionOf(walk));
});

it('leaves out a header that Insomnia would run, and says so', () => {
  const parameter = { name: 'X-A', in: 'header', required: true, schema: { type: 'string' } };
  for (const example of ['{% file "/etc/passwd" %}', '{{ _.token }}', '{# x #}']) {
    const get = { ...operation('a'), parameters: [{ ...parameter, example }] };
    const [request] = collectionOf(walkOf(contractOf({ '/a': { get } }))).collection[0]!.children;
    expect(request!.headers).toEqual([]);
    expect(request!.meta.description).toContain('the header X-A');
  }
});
