/** The folder for Bruno, read with Bruno's own parser. */
import { bruToEnvJsonV2, bruToJsonV2, collectionBruToJson } from '@usebruno/lang';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { brunoFiles } from '../../../src/contract/export/bruno.ts';
import { foldersOf } from '../../../src/contract/export/folders.ts';
import { type Walk, walkThrough } from '../../../src/contract/export/walk.ts';
import type { Json } from '../../../src/contract/model/json.ts';
import { operationsOf } from '../../../src/contract/model/operations.ts';
import { hostileContract } from '../../helpers/hostile-contract.ts';
import { contractOf, operation } from './tagged-contract.ts';

const walkOf = (document: Json) => walkThrough(document, operationsOf(document));
const filesOf = (walk: Walk) =>
  new Map(
    brunoFiles(walk, { url: 'https://api.example', stage: 'dev' }, 'dev').map(({ path, contents }) => [path, contents]),
  );

/** The files that no step has. */
const isRequest = (path: string) => /^(?!environments\/)[^/]+\/(?!folder\.bru$)[^/]+$/.test(path);

/** The blocks that a request of an export has: everything else would come from a text of the contract. */
const BLOCKS = ['meta', 'http', 'params', 'headers', 'body', 'script', 'tests', 'settings', 'docs'];

it('has exactly the declared requests, whatever the contract contains', () => {
  fc.assert(
    fc.property(hostileContract, (document) => {
      const walk = walkOf(document);
      const files = filesOf(walk);
      const steps = foldersOf(walk).flatMap((folder) => folder.steps);
      const requests = [...files].filter(([path]) => isRequest(path));
      expect(requests).toHaveLength(walk.steps.length);
      const own = ownVariables(walk);
      for (const [index, [, text]] of requests.entries()) {
        const { meta, http, headers = [], params = [], body, script, ...rest } = bruToJsonV2(text);
        const step = steps[index]!;
        expect(Object.keys({ meta, http, ...rest }).filter((name) => !BLOCKS.includes(name))).toEqual([]);
        expect(meta).toMatchObject({ name: step.title.trim(), type: 'http' });
        expect(http).toMatchObject({ method: step.operation.method.toLowerCase(), auth: 'none' });
        expect(http.url).toMatch(/^\{\{baseUrl\}\}\/[^\s<>"]*$/);
        const declared = ['x-api-key', 'Content-Type', ...step.headers.map(({ name }) => name)];
        expect(headers.map(({ name }) => name).filter((name) => !declared.includes(name))).toEqual([]);
        expect(params.filter(({ enabled }) => enabled)).toHaveLength(
          step.query.filter((each) => !each.optional).length,
        );
        if (body?.json !== undefined) expect(JSON.parse(body.json)).toEqual(JSON.parse(step.body!.text));
        if (body?.text !== undefined) expect(body.text).toBe(step.body!.text);
        if (script?.res !== undefined) new Function('bru', 'res', script.res);
        // The title is only shown.
        const used = [...text.replace(`name: ${step.title}`, '').matchAll(/\{\{(.*?)\}\}/gs)].map(([, name]) => name!);
        expect(used.filter((name) => !own.has(name))).toEqual([]);
      }
    }),
    { numRuns: 40, endOnFailure: true },
  );
});

it('has names that every system allows, and that do not leave the folder', () => {
  fc.assert(
    fc.property(hostileContract, (document) => {
      const paths = [...filesOf(walkOf(document)).keys()];
      for (const path of paths) {
        expect(path).toMatch(/^([A-Za-z0-9][A-Za-z0-9-]*\/)?[A-Za-z0-9][A-Za-z0-9-]*\.(bru|json)$/);
        for (const part of path.split('/')) expect(part).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
      }
      expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
    }),
    { numRuns: 40, endOnFailure: true },
  );
});

it.each(['con', 'COM1', 'environments', 'folder', 'node_modules', '.git', '../x', 'a'.repeat(300)])(
  'gives a tag and an operation %j a legal name',
  (name) => {
    const document = contractOf({ '/a': { get: operation(name, [name]) }, '/b': { get: operation(name, [name]) } });
    const requests = [...filesOf(walkOf(document)).keys()].filter(isRequest);
    expect(requests).toHaveLength(2);
    for (const path of requests) {
      expect(path).not.toMatch(/^(con|com1|environments|\.git)\/|node_modules|\.\.|(^|\/)(con|com1|folder)\.bru/i);
      expect(path.length).toBeLessThan(140);
    }
  },
);

it('has an environment with the address, and secrets without a value', () => {
  const document = {
    ...contractOf({ '/a': { get: { ...operation('a', ['x']), security: [{ key: [] }] } } }),
    components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'x-api-key' } } },
  };
  const files = filesOf(walkOf(document));
  expect(bruToEnvJsonV2(files.get('environments/dev.bru')!).variables).toMatchObject([
    { name: 'baseUrl', value: 'https://api.example', secret: false },
    { name: 'apiKey', value: '', secret: true },
  ]);
  expect(JSON.parse(files.get('bruno.json')!)).toMatchObject({ version: '1', type: 'collection', name: 'API' });
});

it('sends double braces of an example as text', () => {
  const example = { home: '{{process.env.HOME}}', end: '}\n}', lines: 'a\u2028b' };
  const requestBody = { content: { 'application/json': { schema: { type: 'object' }, example } } };
  const files = filesOf(walkOf(contractOf({ '/a': { post: { ...operation('a'), requestBody } } })));
  const text = files.get('a/a.bru')!;
  expect(text).not.toContain('{{process');
  expect(JSON.parse(bruToJsonV2(text).body!.json!)).toEqual(example);
});

it('leaves out a header and a body that Bruno would change, and says so', () => {
  const header = { name: 'X-A', in: 'header', required: true, schema: { type: 'string' }, example: "'''a" };
  const requestBody = { content: { 'text/plain': { schema: { type: 'string' }, example: '{{process.env.HOME}}' } } };
  const post = { ...operation('a'), parameters: [header], requestBody };
  const { headers = [], body, docs } = bruToJsonV2(filesOf(walkOf(contractOf({ '/a': { post } }))).get('a/a.bru')!);
  expect({ headers, body }).toEqual({ headers: [], body: undefined });
  expect(docs).toContain('the header X-A, the body');
});

it('declares the variables of parameters that no request creates', () => {
  const parameter = { name: 'id', in: 'path', required: true, schema: { type: 'string' }, example: 'x/}} y' };
  const files = filesOf(walkOf(contractOf({ '/a/{id}': { get: { ...operation('a'), parameters: [parameter] } } })));
  expect(collectionBruToJson(files.get('collection.bru')!).vars).toMatchObject({
    req: [{ name: 'id', value: 'x%2F%7D%7D%20y', enabled: true }],
  });
});

function ownVariables({ variables, steps }: Walk): Set<string> {
  const made = steps.flatMap(({ makes }) => makes?.variable ?? []);
  return new Set(['baseUrl', 'apiKey', 'token', ...Object.keys(variables), ...made]);
}
