/**
 * The generated package of Python handlers against the generated module of TypeScript handlers: parameters and bodies.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generateContract } from '../../src/codegen/generate-contract.ts';
import { generatePythonContract } from '../../src/codegen/python/python-contract.ts';
import { apiDocument } from '../../src/contract/model/api-document.ts';
import { packageRoot } from '../../src/files/package-root.ts';
import { hasPython } from './python.ts';
import { temporaryFolder } from './scaffold.ts';

const RUNNER = `
import json, sys
from api.read_request import parse_json
from generated.contract import routes
for line in sys.stdin:
    asked = json.loads(line)
    route = routes[asked["route"]]
    if "sent" in asked:
        value, details = route.parameters(asked["sent"])
    else:
        value = parse_json(json.dumps(asked["body"]))
        details = route.body.media["application/json"](value)
    print(json.dumps({"details": details} if details else {"value": value}))
`;

const parameter = (name: string, place: string, schema: object, more: object = {}) => ({
  name,
  in: place,
  schema,
  ...more,
});

const SCHEMA = {
  type: 'object',
  required: ['id', 'name'],
  properties: {
    id: { type: 'string', readOnly: true },
    name: { type: 'string', nullable: true, enum: ['a', 'b'] },
    size: { type: 'integer', default: 3, minimum: 1, exclusiveMinimum: true },
    tags: { type: 'array', items: { $ref: '#/components/schemas/Tag' }, default: ['x'] },
    inner: { type: 'object', properties: { deep: { type: 'boolean', default: true } } },
  },
};

const DOCUMENT = {
  openapi: '3.0.3',
  paths: {
    '/things/{thing}': {
      get: {
        operationId: 'getThing',
        parameters: [
          parameter('thing', 'path', { type: 'string', format: 'uuid' }, { required: true }),
          parameter('limit', 'query', { type: 'integer', minimum: 1, maximum: 100, default: 20 }),
          parameter('ratio', 'query', { type: 'number', multipleOf: 0.5 }),
          parameter('either', 'query', { anyOf: [{ type: 'boolean' }, { type: 'string', maxLength: 3 }] }),
          parameter('tag', 'query', { type: 'array', items: { $ref: '#/components/schemas/Tag' }, maxItems: 2 }),
          parameter('ids', 'query', { type: 'array', items: { type: 'integer' } }, { explode: false }),
          parameter('piped', 'query', { type: 'array', items: { type: 'boolean' } }, { style: 'pipeDelimited' }),
          { name: 'filter', in: 'query', content: { 'application/json': { schema: { type: 'object' } } } },
          parameter('X-Trace/Id', 'header', { type: 'string', pattern: '^[a-z]+$' }, { required: true }),
          parameter('session', 'cookie', { type: 'integer' }),
        ],
      },
      put: { operationId: 'replaceThing', requestBody: { content: { 'application/json': { schema: SCHEMA } } } },
      patch: { operationId: 'updateThing', requestBody: { content: { 'application/json': { schema: SCHEMA } } } },
    },
  },
  components: { schemas: { Tag: { type: 'string', minLength: 1 } } },
};

const PATH = { thing: ['0b8f6c3e-6f0c-4a57-9d2e-3c1f5a7b9d10'] };
const HEADERS = { 'x-trace/id': ['abc'] };
const queries: Record<string, string[]>[] = [
  {},
  ...['0', '1', '100', '101', '1.0', '1e1', '', ' 5', '-0', '007', '9007199254740993', '１'].map((limit) => ({
    limit: [limit],
  })),
  ...['0.5', '1.0', '-1.5', '1e2', '1E-1', '.5', '5.', 'NaN', 'Infinity', '1e999'].map((ratio) => ({ ratio: [ratio] })),
  ...['true', 'false', 'True', '1', 'abcd', ''].map((either) => ({ either: [either] })),
  { tag: ['a', 'b'] },
  { tag: ['a', '', 'c'] },
  ...['1,2', '', '1,,2', 'x', '1|2'].map((text) => ({ ids: [text], piped: [text] })),
  { piped: ['true|false'] },
  ...['{}', '{"a":1}', '[]', '{', 'null', '{"a":NaN}'].map((filter) => ({ filter: [filter] })),
  { limit: ['5', '500'] },
];
const GET = 'GET /things/{thing}';
const REQUESTS = [
  ...queries.map((query) => ({ route: GET, sent: { path: PATH, query, headers: HEADERS, cookies: {} } })),
  { route: GET, sent: { path: { thing: ['x'] }, query: { limit: ['0'] }, headers: {}, cookies: { session: ['x'] } } },
  { route: GET, sent: { path: PATH, query: {}, headers: { 'x-trace/id': ['A'] }, cookies: { session: ['7'] } } },
  ...['PUT', 'PATCH'].flatMap((method) =>
    [
      { name: 'a' },
      { name: null, size: 1, tags: [''], inner: {} },
      { id: 'mine', name: 'c', inner: { deep: 'x' } },
      { size: 2.0, tags: [] },
      [],
      null,
    ].map((body) => ({ route: `${method} /things/{thing}`, body })),
  ),
];

describe.skipIf(!hasPython)('a Python handler', () => {
  test('reads parameters and bodies, with their defaults, like a TypeScript handler', async () => {
    const { files } = await generatePythonContract(apiDocument(DOCUMENT), { tables: {}, files: ['api/request.py'] });
    await using folder = await temporaryFolder(
      Object.fromEntries(files.map(({ name, contents }) => [`generated/${name}`, contents])),
    );
    const shared = join(packageRoot, 'src/templates/shared/files/python/src');
    const run = spawnSync('python3', ['-B', '-c', RUNNER], {
      input: REQUESTS.map((request) => `${JSON.stringify(request)}\n`).join(''),
      encoding: 'utf8',
      env: { ...process.env, PYTHONPATH: [folder.root, shared].join(':'), PYTHONIOENCODING: 'utf-8' },
    });
    expect(run.stderr).toBe('');
    const answers = run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);

    const { js } = await generateContract(apiDocument(DOCUMENT));
    type Check = (value: unknown) => { ok: boolean; value?: unknown; details?: unknown };
    const { routes } = (await import(`data:text/javascript,${encodeURIComponent(js)}`)) as {
      routes: Record<string, { parameters: Check; body: { media: Record<string, Check> } }>;
    };
    for (const [index, request] of REQUESTS.entries()) {
      const route = routes[request.route]!;
      const { ok, value, details } =
        'sent' in request ? route.parameters(request.sent) : route.body.media['application/json']!(request.body);
      expect({ request, answer: answers[index] }).toEqual({ request, answer: ok ? { value } : { details } });
    }
  });
});
