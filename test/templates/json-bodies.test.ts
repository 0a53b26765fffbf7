/** The handlers of the templates parse the bodies that the contract calls JSON, and no others. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { essenceOf, isJson } from '../../src/contract/model/media-types.ts';
import { packageRoot } from '../../src/files/package-root.ts';
import { type AnyEvent, readEvent } from '../../src/templates/shared/files/typescript/src/api/event.ts';
import { readRequest } from '../../src/templates/shared/files/typescript/src/api/read-request.ts';
import type { Route } from '../../src/templates/shared/files/typescript/src/api/request.ts';
import { hasPython } from './python.ts';

const TYPES = [
  'application/json',
  'Application/JSON ; charset=utf-8',
  'application/problem+json',
  'application/vnd.shop!beta+json; v=1',
  'application/a+b+json',
  'application/json-seq',
  'application/jsonp',
  'model/gltf+json',
  'text/json',
];

const eventOf = (type: string) => ({
  httpMethod: 'POST',
  resource: '/things',
  path: '/things',
  headers: { 'Content-Type': type },
  body: '{"a":1}',
  requestContext: { requestId: 'r' },
});

const expected = TYPES.map((type) => [type, isJson(type)]);

test('TypeScript parses the JSON media types', () => {
  const parsed = TYPES.map((type) => {
    const route = { body: { required: true, media: { [essenceOf(type)]: undefined } } } as unknown as Route<never>;
    const { body } = readRequest(readEvent(eventOf(type) as unknown as AnyEvent), route, 'c');
    return [type, typeof body === 'object' && !(body instanceof Uint8Array)];
  });
  expect(parsed).toEqual(expected);
});

const RUNNER = `
import json, sys
from types import SimpleNamespace
from api.event import read_event
from api.read_request import read_request
for line in sys.stdin:
    event, media = json.loads(line)
    body = SimpleNamespace(required=True, media={media: None})
    request = read_request(read_event(event), SimpleNamespace(parameters=None, body=body, stored=False), "c")
    print(json.dumps(isinstance(request.body, dict)))
`;

test.skipIf(!hasPython)('Python parses the same JSON media types', () => {
  const run = spawnSync('python3', ['-B', '-c', RUNNER], {
    input: TYPES.map((type) => `${JSON.stringify([eventOf(type), essenceOf(type)])}\n`).join(''),
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: join(packageRoot, 'src/templates/shared/files/python/src') },
  });
  expect(run.stderr).toBe('');
  const parsed = run.stdout.trim().split('\n');
  expect(TYPES.map((type, index) => [type, parsed[index] === 'true'])).toEqual(expected);
});
