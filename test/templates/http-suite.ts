/**
 * Tests the API of a template over HTTP, deployed to the embedded cloud by the CLI: the gateway, the function and the
 * tables together. The tests are the same for every template with a resource, and for every language.
 */
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Project, startProject } from '../helpers/project.ts';

export interface SuiteResource {
  /** The template of `apikit init`. */
  template: 'items' | 'users';
  language: 'typescript' | 'python';
  /** `/items` */
  collection: string;
  /** The attribute of the id. */
  key: string;
  /** A body that can be stored together with those of all other numbers. */
  body(index: number): Record<string, unknown>;
  /** Changes of one field, and bodies that break one keyword each, with the path in the response. */
  change: Record<string, unknown>;
  /** A field with the time when an item expires. */
  expires?: string;
  invalid: readonly [keyword: string, change: Record<string, unknown>, path: string][];
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const ORIGIN = 'https://app.example.com';

interface Sent {
  body?: unknown;
  headers?: Record<string, string>;
}

export function describeHttp(resource: SuiteResource): void {
  const { template, language, collection, key, change, invalid, expires } = resource;
  describe(`${template} in ${language} over HTTP`, () => {
    let project: Project;
    let url: string;
    let apiKey: string;
    let hanging: Server;
    let count = 0;
    const next = () => resource.body(count++);

    beforeAll(async () => {
      const fields = ['--fields', `name:string!,description:string,price:number,${expires}:integer`];
      const flags = ['--template', template, '--language', language, '--cors', ORIGIN];
      project = await startProject([...flags, ...(expires ? fields : [])]);
      hanging = createServer(() => {}).listen(0, '127.0.0.1');
      await once(hanging, 'listening');
      addOwnOperations(project, language, (hanging.address() as AddressInfo).port);
      project.edit('apikit.yaml', (text) => text.replace('timeout: 10', 'timeout: 5'));
      if (expires) project.edit('apikit.yaml', (text) => text.replace('key: id }', `key: id, ttl: ${expires} }`));
      project.edit('apikit.yaml', (text) => text.replace(/basic: .*/, 'basic: { rate: 1000, burst: 1000 }'));
      project.edit('apikit.yaml', (text) => `${text}\nthrottle: { rate: 1000, burst: 1000 }\n`);
      url = (await project.json<{ url: string }>(['deploy', '--stage', 'local', '--yes'])).url;
      apiKey = (await project.apikit(['keys', 'create', 'me', '--plan', 'basic', '--stage', 'local'])).stdout.trim();
    });
    afterAll(async () => {
      hanging.close();
      await project.close();
    });

    async function call(method: string, path: string, { body, headers = {} }: Sent = {}) {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: {
          'x-api-key': apiKey,
          origin: ORIGIN,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await answer.text();
      const json = text === '' ? undefined : JSON.parse(text);
      // The gateway's own errors cannot name one of several origins, and the stage local also has those of this
      // machine.
      const allowed = answer.headers.get('access-control-allow-origin');
      expect(json?.code === undefined ? [ORIGIN] : [ORIGIN, '*'], `${method} ${path} ${answer.status}`).toContain(
        allowed,
      );
      if (answer.status >= 400) {
        expect(json).toMatchObject({ code: expect.stringMatching(/^[A-Z_]+$/), message: expect.any(String) });
        expect(json.requestId).toMatch(UUID);
      }
      return { status: answer.status, headers: answer.headers, body: json };
    }

    const create = async () => (await call('POST', collection, { body: next() })).body as Record<string, string>;

    test('a created item can be read, replaced, updated and deleted', async () => {
      const body = next();
      const created = await call('POST', collection, { body });
      expect(created).toMatchObject({ status: 201, body });
      expect(created.headers.get('etag')).toBe('"1"');
      const id = created.body[key];
      expect(new URL(created.headers.get('location')!, `${url}${collection}`).href).toBe(`${url}${collection}/${id}`);
      expect(await call('GET', `${collection}/${id}`)).toMatchObject({ status: 200, body: created.body });
      const other = next();
      expect(await call('PUT', `${collection}/${id}`, { body: other })).toMatchObject({ status: 200, body: other });
      const changed = await call('PATCH', `${collection}/${id}`, { body: change });
      expect(changed).toMatchObject({ status: 200, body: { ...other, ...change, [key]: id } });
      expect((await call('DELETE', `${collection}/${id}`)).status).toBe(204);
      expect((await call('GET', `${collection}/${id}`)).status).toBe(404);
    });

    test.each([
      ['a%20b', 'a b'],
      ['%C3%A9', 'é'],
      ['%2541', '%41'],
      ['a+b', 'a+b'],
      ['a%2Fb', 'a/b'],
      ['ada%40x.org', 'ada@x.org'],
      ['ada@x.org', 'ada@x.org'],
    ])('/echo/%s responds with %j: parameters are decoded once, then validated', async (sent, text) => {
      expect(await call('GET', `/echo/${sent}/1%2C5,2`)).toMatchObject({
        status: 200,
        body: { text, list: ['1,5', '2'] },
      });
      expect(await call('GET', `/echo/${sent}%20/1`)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    });

    test.each(['%zz', '%', '%2', '%ff', '%C3'])('/echo/%s is 400: it cannot be decoded', async (text) => {
      const answer = await call('GET', `/echo/${text}/1`);
      expect(answer).toMatchObject({
        status: 400,
        body: { code: 'BAD_REQUEST_PARAMETERS', details: [{ path: 'text' }] },
      });
    });

    test('Vary includes the values of the operation and of the API', async () => {
      const { headers } = await call('GET', '/echo/a+b/1');
      expect(headers.get('vary')).toBe('Origin, Accept');
    });

    test('If-None-Match returns 304 for a known version', async () => {
      const one = `${collection}/${(await create())[key]}`;
      for (const path of [one, `${collection}?limit=1`]) {
        const first = await call('GET', path);
        const etag = first.headers.get('etag')!;
        expect(etag, path).toMatch(/^"[^"]+"$/);
        for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
          const again = await call('GET', path, { headers: { 'if-none-match': known } });
          expect(again, `${path} ${known}`).toMatchObject({ status: 304, body: undefined });
          expect(again.headers.get('etag')).toBe(etag);
          expect(again.headers.get('vary')).toBe('Origin');
        }
        expect(await call('GET', path, { headers: { 'if-none-match': '"x"' } })).toMatchObject({ status: 200 });
      }
      const { etag } = Object.fromEntries((await call('GET', one)).headers);
      await call('PATCH', one, { body: change });
      expect((await call('GET', one, { headers: { 'if-none-match': etag! } })).status).toBe(200);
    });

    test('an invented cursor is 400', async () => {
      await Promise.all([create(), create()]);
      const places = [
        { [key]: { S: 'nowhere', N: '1' } },
        { [key]: { N: '1' } },
        { [key]: { N: 'abc' } },
        { [key]: { S: ['a'] } },
        { [key]: { S: '' } },
        { [key]: { S: 'x'.repeat(3000) } },
        { [key]: 'x' },
        { other: { S: 'x' } },
        { [key]: { S: 'x' }, other: { S: 'x' } },
        {},
        [],
        null,
      ];
      // The checksum is not secret: each language writes the spaces in its own way.
      for (const list of ['[null,{}]', '[null, {}]']) {
        for (const place of places) {
          const text = JSON.stringify(place);
          const checksum = createHash('sha256').update(`${list}\n${text}`).digest('hex').slice(0, 12);
          const cursor = Buffer.from(checksum + text).toString('base64url');
          const answer = await call('GET', `${collection}?cursor=${cursor}`);
          expect(answer, text).toMatchObject({ status: 400, body: { details: [{ path: 'cursor' }] } });
        }
      }
    });

    test('half of a surrogate pair is 400; a whole one, and a text that looks like one, are stored', async () => {
      const sent = (name: string) => JSON.stringify({ ...next(), name: '?' }).replace('"?"', `"${name}"`);
      for (const name of ['\\ud800', 'a\\uDC00', '\\\\\\udfff']) {
        const answer = await call('POST', collection, { body: sent(name) });
        expect(answer, name).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST_BODY' } });
      }
      for (const name of ['\\ud83d\\ude00', '\\\\ud800']) {
        const answer = await call('POST', collection, { body: sent(name) });
        expect(answer, name).toMatchObject({ status: 201, body: { name: JSON.parse(`"${name}"`) } });
      }
    });

    test.skipIf(!expires)('expired items are not returned, and pages are full of other items', async () => {
      const past = { [expires!]: Math.floor(Date.now() / 1000) - 5 };
      const future = { [expires!]: Math.floor(Date.now() / 1000) + 600 };
      const made = async (body: object) => (await call('POST', collection, { body: { ...next(), ...body } })).body;
      const kept = await Promise.all(Array.from({ length: 6 }, () => made(future)));
      const gone = await Promise.all(Array.from({ length: 6 }, () => made(past)));
      for (const { [key]: id } of gone) {
        for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
          const sent = method === 'PUT' ? { body: next() } : method === 'PATCH' ? { body: change } : {};
          expect((await call(method, `${collection}/${id}`, sent)).status, method).toBe(404);
        }
      }
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const { body } = await call('GET', `${collection}?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
        seen.push(...body.items.map((item: Record<string, string>) => item[key]));
        if (body.cursor) expect(body.items).toHaveLength(2);
        cursor = body.cursor;
      } while (cursor);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toEqual(expect.arrayContaining(kept.map((item) => item[key])));
      for (const item of gone) expect(seen).not.toContain(item[key]);
      const headers = { 'idempotency-key': randomUUID() };
      const body = { ...next(), ...past };
      const [first, again] = [1, 2].map(() => call('POST', collection, { headers, body }));
      expect([(await first!).status, (await again!).status]).toEqual([201, 201]);
    });

    test.skipIf(!expires)('a table that does not respond is 503 before the timeout of the function', async () => {
      expect(await call('GET', '/hang')).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
    });

    test('a missing item is 404 for every verb', async () => {
      for (const id of [randomUUID(), 'no-uuid', '%20', 'x'.repeat(1000)]) {
        for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
          const sent = method[0] === 'P' ? { body: method === 'PUT' ? next() : change } : {};
          const answer = await call(method, `${collection}/${id}`, sent);
          expect(answer, `${method} ${id}`).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
        }
      }
    });

    test('lists are pages, each with the cursor of the next', async () => {
      const made = await Promise.all(Array.from({ length: 5 }, create));
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const more = cursor === undefined ? '' : `&cursor=${cursor}`;
        const { status, body } = await call('GET', `${collection}?limit=2${more}`);
        expect({ status, full: body.items.length <= 2 }).toEqual({ status: 200, full: true });
        seen.push(...body.items.map((item: Record<string, string>) => item[key]));
        cursor = body.cursor;
      } while (cursor);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toEqual(expect.arrayContaining(made.map((item) => item[key])));
    });

    test.each(['limit=0', 'limit=101', 'limit=x', 'limit=1.5', 'limit=', 'cursor=', 'cursor=bm9uc2Vuc2U'])(
      '?%s is 400',
      async (query) => {
        const answer = await call('GET', `${collection}?${query}`);
        const path = query.split('=')[0];
        expect(answer).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST_PARAMETERS', details: [{ path }] } });
      },
    );

    test.each(invalid)('a body that breaks %s is 400', async (_keyword, wrong) => {
      const body = { ...next(), ...wrong };
      const answers = [
        await call('POST', collection, { body }),
        await call('PUT', `${collection}/${(await create())[key]}`, { body }),
      ];
      for (const answer of answers) expect(answer).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST_BODY' } });
    });

    test('invalid JSON is 400, another content type 415, a body that is too large 413', async () => {
      expect(await call('POST', collection, { body: '{' })).toMatchObject({
        status: 400,
        body: { code: 'BAD_REQUEST_BODY' },
      });
      const type = { 'content-type': 'text/plain' };
      expect((await call('POST', collection, { body: next(), headers: type })).status).toBe(415);
      const large = `${JSON.stringify(next()).slice(0, -1)}${' '.repeat(400_000)}}`;
      expect(await call('POST', collection, { body: large })).toMatchObject({
        status: 413,
        body: { code: 'REQUEST_TOO_LARGE' },
      });
    });

    test('If-Match prevents overwriting an unseen version', async () => {
      const path = `${collection}/${(await create())[key]}`;
      const headers = { 'if-match': '"1"' };
      expect((await call('PATCH', path, { headers, body: change })).status).toBe(200);
      for (const method of ['PUT', 'PATCH', 'DELETE']) {
        const sent = method === 'PUT' ? { body: next() } : method === 'PATCH' ? { body: change } : {};
        expect((await call(method, path, { headers, ...sent })).status, method).toBe(412);
      }
      expect((await call('DELETE', path, { headers: { 'if-match': '"2"' } })).status).toBe(204);
    });

    test('an Idempotency-Key creates once, and is 422 with another body', async () => {
      const headers = { 'idempotency-key': randomUUID() };
      const body = next();
      const [first, again] = await Promise.all([1, 2].map(() => call('POST', collection, { headers, body })));
      expect(first).toMatchObject({ status: 201, body: again!.body });
      const other = await call('POST', collection, { headers, body: next() });
      expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
      const empty = await call('POST', collection, { headers: { 'idempotency-key': 'with space' }, body });
      expect(empty).toMatchObject({ status: 400, body: { details: [{ path: 'Idempotency-Key' }] } });
    });

    test('a correlation ID is returned unchanged, or generated', async () => {
      const kept = await call('GET', '/health', { headers: { 'x-correlation-id': 'abc-1' } });
      expect(kept.headers.get('x-correlation-id')).toBe('abc-1');
      expect((await call('GET', '/health')).headers.get('x-correlation-id')).toMatch(UUID);
    });

    test('without a key, the response is the envelope and nothing else', async () => {
      expect(await call('GET', collection, { headers: { 'x-api-key': 'wrong' } })).toMatchObject({ status: 403 });
      expect((await call('GET', '/health', { headers: { 'x-api-key': '' } })).status).toBe(200);
    });
  });
}

/**
 * Adds an operation that returns its input, and one that waits for a table which accepts connections and never
 * responds.
 */
function addOwnOperations({ dir, edit }: Project, language: SuiteResource['language'], port: number): void {
  const text = ['a b', 'é', '%41', 'a+b', 'a/b', 'ada@x.org'];
  const parameters = [
    { name: 'text', in: 'path', required: true, schema: { type: 'string', enum: text } },
    { name: 'list', in: 'path', required: true, schema: { type: 'array', items: { type: 'string' } } },
  ];
  const responses = { 200: { description: 'OK' } };
  const paths = [
    `  /echo/{text}/{list}: ${JSON.stringify({ get: { operationId: 'echoPath', parameters, responses } })}`,
    `  /hang: ${JSON.stringify({ get: { operationId: 'hang', responses } })}`,
  ];
  edit('openapi.yaml', (contract) => contract.replace('paths:\n', `paths:\n${paths.join('\n')}\n`));
  const endpoint = `http://127.0.0.1:${port}`;
  const files = {
    typescript: {
      'echoPath.ts': `export const echoPath = async (request: any) => ({
        status: 200, headers: { Vary: 'Accept' }, body: request.path });`,
      'hang.ts': `import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
        const dynamodb = new DynamoDBClient({ endpoint: '${endpoint}', requestHandler: { requestTimeout: 2000, throwOnRequestTimeout: true } });
        export const hang = async () => ({ status: 200, body: await dynamodb.send(new ScanCommand({ TableName: 'x' })) });`,
    },
    python: {
      'echo_path.py': `from api.request import Reply\n\n
def echo_path(request, services):
    return Reply(200, request.path, {"Vary": "Accept"})\n`,
      'hang.py': `import boto3
from botocore.config import Config\n\n
def hang(request, services):
    config = Config(read_timeout=2, retries={"total_max_attempts": 3})
    return boto3.client("dynamodb", endpoint_url="${endpoint}", config=config).scan(TableName="x")\n`,
    },
  }[language];
  for (const [name, code] of Object.entries(files)) writeFileSync(join(dir, 'src/operations', name), code);
}
