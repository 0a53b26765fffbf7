/**
 * The tests that the `items` template of every language must pass, as API Gateway calls it: events in, proxy responses
 * out, with a real engine. The resource is `items` with name:string!, description:string, price:number.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Engine, startDroppingDynamoDb, startDynamoDb, startFailingDynamoDb } from './dynamodb.ts';
import type { FunctionHost } from './function-host.ts';
import { type Call, proxyEvent } from './proxy-event.ts';

const TABLE = 'shop-api-dev-items';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const body = { name: 'Lamp', description: 'Green', price: 9.5 };

export type StartFunction = (env: Record<string, string>) => Promise<FunctionHost>;

export function describeItemsApi(language: string, start: StartFunction): void {
  describe(`items in ${language}`, () => {
    let engine: Engine;
    let host: FunctionHost;

    const environment = (endpoint: string) => ({
      TABLE_ITEMS: TABLE,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      CORS_ORIGINS: 'https://a.example,https://b.example',
      CORS_EXPOSE_HEADERS: 'etag,location,x-correlation-id',
      APIKIT_APP: 'shop-api',
      APIKIT_STAGE: 'dev',
    });

    beforeAll(async () => {
      engine = await startDynamoDb(TABLE);
      host = await start(environment(engine.endpoint));
    });

    afterAll(async () => {
      await host[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
    });

    /** Every response is checked for what API Gateway would turn into a 502. */
    async function call(route: string, options: Call = {}, on = host) {
      const result = await on.invoke(proxyEvent(route, options));
      const allowed = ['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded'];
      expect(allowed).toEqual(expect.arrayContaining(Object.keys(result)));
      expect(typeof result.body).toBe('string');
      const headers = Object.fromEntries(Object.entries(result.headers ?? {}).map(([k, v]) => [k.toLowerCase(), v]));
      for (const value of Object.values(headers)) expect(typeof value).toBe('string');
      return { status: result.statusCode, headers, body: result.body === '' ? undefined : JSON.parse(result.body) };
    }

    const create = async (changes: Partial<typeof body> = {}) =>
      (await call('POST /items', { body: { ...body, ...changes } })).body as typeof body & { id: string };

    async function listAll(limit = '100'): Promise<string[]> {
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await call('GET /items', { query: cursor ? { limit, cursor } : { limit } });
        expect(page.status).toBe(200);
        ids.push(...page.body.items.map(({ id }: { id: string }) => id));
        cursor = page.body.cursor;
      } while (cursor);
      return ids;
    }

    test('health needs no API key', async () => {
      expect(await call('GET /health', { apiKeyId: '' })).toMatchObject({ status: 200, body: { status: 'ok' } });
    });

    test('create returns 201 with the stored item, its ID, times, ETag and Location', async () => {
      const created = await call('POST /items', { body });
      const { id, createdAt, updatedAt, ...rest } = created.body;
      expect(created.status).toBe(201);
      expect(rest).toEqual(body);
      expect(id).toMatch(UUID);
      expect(createdAt).toMatch(TIME);
      expect(updatedAt).toBe(createdAt);
      expect(created.headers.etag).toMatch(/^"[^"]+"$/);
      const resolved = new URL(String(created.headers.location), 'http://127.0.0.1/_aws/execute-api/x/dev/items');
      expect(resolved.pathname).toBe(`/_aws/execute-api/x/dev/items/${id}`);
      expect(await call('GET /items/{id}', { id })).toMatchObject({ status: 200, body: created.body });
    });

    test('replace drops omitted fields, update keeps them', async () => {
      const { id, ...created } = await create();
      const updated = await call('PATCH /items/{id}', { id, body: { price: 1 } });
      expect(updated).toMatchObject({ status: 200, body: { ...created, id, price: 1, updatedAt: expect.any(String) } });
      const replaced = await call('PUT /items/{id}', { id, body: { name: 'Desk' } });
      expect(replaced.status).toBe(200);
      expect(Object.keys(replaced.body).sort()).toEqual(['createdAt', 'id', 'name', 'updatedAt']);
      expect((await call('GET /items/{id}', { id })).body).toEqual(replaced.body);
    });

    test('delete returns 204 once, then the item is missing for every verb', async () => {
      const { id } = await create();
      expect(await call('DELETE /items/{id}', { id })).toMatchObject({ status: 204, body: undefined });
      for (const verb of ['GET', 'PUT', 'PATCH', 'DELETE']) {
        const missing = await call(`${verb} /items/{id}`, { id, ...(verb[0] === 'P' && { body }) });
        expect(missing, verb).toMatchObject({ status: 404, body: { code: 'NOT_FOUND', details: [] } });
      }
      expect(await listAll()).not.toContain(id);
    });

    test.each(['x', '../health', 'a'.repeat(3000), randomUUID().toUpperCase(), ' '])(
      'an unknown ID is 404: %.20s',
      async (id) => {
        for (const verb of ['GET', 'DELETE'])
          expect(await call(`${verb} /items/{id}`, { id })).toMatchObject({ status: 404 });
      },
    );

    test('lists have pages that together contain everything once', async () => {
      const ids = await Promise.all(Array.from({ length: 7 }, async () => (await create()).id));
      const inPages = await listAll('3');
      expect(inPages).toEqual(expect.arrayContaining(ids));
      expect(new Set(inPages).size).toBe(inPages.length);
      expect(inPages).toEqual(await listAll('100'));
      expect((await call('GET /items', { query: { limit: '3' } })).body.items).toHaveLength(3);
    });

    test('the last page has no cursor', async () => {
      await create();
      const exactly = String((await listAll()).length);
      const { body: page } = await call('GET /items', { query: { limit: exactly } });
      expect(page).not.toHaveProperty('cursor');
    });

    test.each(['0', '-1', '101', '1.5', 'ten', '', ' 5', '1e1'])('limit=%j is 400', async (limit) => {
      const refused = await call('GET /items', { query: { limit } });
      expect(refused).toMatchObject({
        status: 400,
        body: { code: 'BAD_REQUEST_PARAMETERS', details: [{ path: 'limit' }] },
      });
    });

    test('a changed cursor is 400', async () => {
      await Promise.all([create(), create()]);
      const { cursor } = (await call('GET /items', { query: { limit: '1' } })).body as { cursor: string };
      const changed = Array.from(cursor, (character, at) => {
        const other = character === 'A' ? 'B' : 'A';
        return cursor.slice(0, at) + other + cursor.slice(at + 1);
      });
      for (const tampered of [...changed, '', 'x', `${cursor}A`, `${cursor}=`, cursor.slice(1), randomUUID()]) {
        const refused = await call('GET /items', { query: { cursor: tampered } });
        expect(refused, tampered).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST_PARAMETERS' } });
      }
    });

    test('If-Match accepts a write only for the version that the client has seen', async () => {
      const created = await call('POST /items', { body });
      const { id } = created.body;
      const seen = { 'If-Match': String(created.headers.etag) };
      const second = await call('PUT /items/{id}', { id, headers: seen, body });
      expect(second.status).toBe(200);
      expect(second.headers.etag).not.toBe(created.headers.etag);
      for (const tag of [seen['If-Match'], '"nonsense"', `W/${second.headers.etag}`]) {
        for (const verb of ['PUT', 'PATCH', 'DELETE']) {
          const stale = await call(`${verb} /items/{id}`, {
            id,
            headers: { 'if-match': tag },
            ...(verb[0] === 'P' && { body }),
          });
          expect(stale, `${verb} ${tag}`).toMatchObject({ status: 412, body: { code: 'PRECONDITION_FAILED' } });
        }
      }
      expect((await call('PATCH /items/{id}', { id, headers: { 'If-Match': '*' }, body })).status).toBe(200);
      const { etag } = (await call('GET /items/{id}', { id })).headers;
      const either = { 'If-Match': `"other", ${etag}` };
      expect((await call('DELETE /items/{id}', { id, headers: either })).status).toBe(204);
    });

    test('one of several writers with the same If-Match wins; writers without one all succeed', async () => {
      const created = await call('POST /items', { body });
      const { id } = created.body;
      const headers = { 'If-Match': String(created.headers.etag) };
      const racing = [1, 2, 3, 4, 5].map((price) => call('PATCH /items/{id}', { id, headers, body: { price } }));
      const statuses = (await Promise.all(racing)).map(({ status }) => status).sort();
      expect(statuses).toEqual([200, 412, 412, 412, 412]);

      const fields = [{ name: 'A' }, { description: 'B' }, { price: 3 }];
      const merged = await Promise.all(fields.map((field) => call('PATCH /items/{id}', { id, body: field })));
      expect(merged.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect((await call('GET /items/{id}', { id })).body).toMatchObject({ name: 'A', description: 'B', price: 3 });
    });

    test('one of several concurrent deletes succeeds', async () => {
      const { id } = await create();
      const racing = Array.from({ length: 5 }, () => call('DELETE /items/{id}', { id }));
      const statuses = (await Promise.all(racing)).map(({ status }) => status).sort();
      expect(statuses).toEqual([204, 404, 404, 404, 404]);
    });

    describe('Idempotency-Key', () => {
      const post = (key: string, sent: unknown = body, apiKeyId = 'key1') =>
        call('POST /items', { headers: { 'Idempotency-Key': key }, body: sent, apiKeyId });

      test('repeats the first response, also when the item has changed since', async () => {
        const key = randomUUID();
        const before = await listAll();
        const first = await post(key);
        await call('PATCH /items/{id}', { id: first.body.id, body: { description: 'Changed' } });
        const again = await post(key, '{ "price": 9.5, "description": "Green", "name": "Lamp" }');
        expect(again.status).toBe(201);
        expect(again.body).toEqual(first.body);
        expect(again.headers.etag).toBe(first.headers.etag);
        expect(again.headers.location).toBe(first.headers.location);
        expect(await listAll()).toHaveLength(before.length + 1);
      });

      test('creates one item for concurrent requests', async () => {
        const key = randomUUID();
        const before = await listAll();
        const answers = await Promise.all(Array.from({ length: 10 }, () => post(key)));
        for (const answer of answers) expect(answer).toMatchObject({ status: 201, body: answers[0]?.body });
        expect(await listAll()).toHaveLength(before.length + 1);
      });

      test('is 422 with another body, and changes nothing', async () => {
        const key = randomUUID();
        const first = await post(key);
        const other = await post(key, { ...body, price: 1 });
        expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
        expect((await call('GET /items/{id}', { id: first.body.id })).body).toEqual(first.body);
      });

      test('is separate for each caller', async () => {
        const key = randomUUID();
        const mine = await post(key);
        const theirs = await post(key, body, 'key2');
        expect(theirs.status).toBe(201);
        expect(theirs.body.id).not.toBe(mine.body.id);
        expect(mine.body.id).toMatch(UUID);
      });

      test.each(['', ' ', 'with space', 'x'.repeat(256), 'naïve'])('is 400 as %.20j', async (key) => {
        expect(await post(key)).toMatchObject({ status: 400, body: { details: [{ path: 'Idempotency-Key' }] } });
      });
    });

    describe('bodies', () => {
      test.each<[string, unknown, string]>([
        ['an unknown field', { ...body, colour: 'red' }, '/colour'],
        ['a field of the API itself', { ...body, id: randomUUID() }, '/id'],
        ['a missing field', { price: 1 }, '/name'],
        ['an empty required text', { ...body, name: '' }, '/name'],
        ['the wrong type', { ...body, price: '9.5' }, '/price'],
        ['a number that cannot be stored exactly', { ...body, price: 1e300 }, '/price'],
        ['null', { ...body, description: null }, '/description'],
        ['a value that is not an object', [], ''],
        ['a prototype', '{"name":"x","__proto__":{"price":1}}', '/__proto__'],
      ])('with %s are 400 with the place', async (_what, sent, path) => {
        const refused = await call('POST /items', { body: sent });
        expect(refused.status).toBe(400);
        expect(refused.body).toEqual({
          code: 'BAD_REQUEST_BODY',
          message: expect.any(String),
          details: expect.arrayContaining([{ path, message: expect.any(String) }]),
          requestId: expect.stringMatching(UUID),
        });
      });

      test('may not be empty in an update', async () => {
        const { id } = await create();
        expect(await call('PATCH /items/{id}', { id, body: {} })).toMatchObject({ status: 400 });
      });

      test.each(['{', '', 'undefined', '{"name":"x"}}'])('that are not JSON are 400: %j', async (sent) => {
        expect(await call('POST /items', { body: sent })).toMatchObject({
          status: 400,
          body: { code: 'BAD_REQUEST_BODY' },
        });
      });

      test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonish', ''])(
        'with the content type %j are 415',
        async (type) => {
          const refused = await call('POST /items', { body, headers: { 'Content-Type': type } });
          expect(refused).toMatchObject({ status: 415, body: { code: 'UNSUPPORTED_MEDIA_TYPE' } });
        },
      );

      test('may have a charset, base64, or a content type in any case', async () => {
        const type = { 'Content-Type': 'Application/JSON; charset=utf-8' };
        expect((await call('POST /items', { body, headers: type })).status).toBe(201);
        const event = proxyEvent('POST /items', { body });
        const encoded = { ...event, body: Buffer.from(JSON.stringify(body)).toString('base64'), isBase64Encoded: true };
        expect((await host.invoke(encoded)).statusCode).toBe(201);
      });

      test('that are too large to store are 413, at once or together with the stored item', async () => {
        const large = await call('POST /items', { body: { name: 'x'.repeat(400_000) } });
        expect(large).toMatchObject({ status: 413, body: { code: 'REQUEST_TOO_LARGE' } });
        const wide = await call('POST /items', { body: { name: 'ü'.repeat(200_000) } });
        expect(wide.status).toBe(413);
        const { id } = await create({ name: 'x'.repeat(300_000) });
        const together = await call('PATCH /items/{id}', { id, body: { description: 'y'.repeat(300_000) } });
        expect(together).toMatchObject({ status: 413, body: { code: 'REQUEST_TOO_LARGE' } });
        await call('DELETE /items/{id}', { id });
      });
    });

    test('a correlation ID goes from the request to the response and the log; a harmful one is replaced', async () => {
      const given = randomUUID();
      const kept = await call('GET /health', { headers: { 'X-Correlation-ID': given } });
      expect(kept.headers['x-correlation-id']).toBe(given);
      const made = await call('GET /items/{id}', { id: randomUUID() });
      expect(made.headers['x-correlation-id']).toMatch(UUID);
      for (const harmful of ['a\r\nSet-Cookie: b', '{"level":"error"}', 'x'.repeat(200)]) {
        const replaced = await call('GET /health', { headers: { 'x-correlation-id': harmful } });
        expect(replaced.headers['x-correlation-id']).toMatch(UUID);
      }
    });

    test('every request is one JSON line in the log', async () => {
      const event = proxyEvent('GET /items/{id}', { id: 'missing', headers: { 'x-correlation-id': 'corr-1' } });
      await host.invoke(event);
      const parsed = () => host.log.map((line) => JSON.parse(line));
      const lines = () => parsed().filter(({ correlationId }) => correlationId === 'corr-1');
      await vi.waitUntil(() => lines().length > 0, { timeout: 60_000 });
      expect(lines()).toEqual([
        expect.objectContaining({
          level: 'info',
          message: expect.any(String),
          requestId: event.requestContext.requestId,
          correlationId: 'corr-1',
          method: 'GET',
          path: '/items/missing',
          status: 404,
          durationMs: expect.any(Number),
        }),
      ]);
      expect(JSON.stringify(host.log)).not.toContain('secret-key-value');
    });

    test('the configured origins, and only those, may read responses and errors', async () => {
      for (const [id, status] of [
        [(await create()).id, 200],
        [randomUUID(), 404],
      ] as const) {
        const allowed = await call('GET /items/{id}', { id, headers: { origin: 'https://b.example' } });
        expect(allowed).toMatchObject({
          status,
          headers: { 'access-control-allow-origin': 'https://b.example', vary: 'Origin' },
        });
        expect(allowed.headers['access-control-expose-headers']).toContain('etag');
      }
      await using local = await start({ ...environment(engine.endpoint), CORS_ORIGINS: 'http://localhost:*' });
      for (const origin of ['http://localhost', 'http://localhost:5173']) {
        const { headers } = await call('GET /health', { headers: { origin } }, local);
        expect(headers).toMatchObject({ 'access-control-allow-origin': origin, vary: 'Origin' });
      }
      for (const origin of [
        'http://localhost:',
        'http://localhost:a',
        'http://localhost.evil:1',
        'http://a:localhost',
      ]) {
        const { headers } = await call('GET /health', { headers: { origin } }, local);
        expect(headers).not.toHaveProperty('access-control-allow-origin');
      }
      for (const origin of ['https://b.example.evil', 'http://b.example', 'null', '*']) {
        const { headers } = await call('GET /health', { headers: { origin } });
        expect(headers).not.toHaveProperty('access-control-allow-origin');
        expect(headers.vary).toBe('Origin');
      }
    });

    test('every origin may read if CORS_ORIGINS is *, none if it is empty', async () => {
      await using open = await start({ ...environment(engine.endpoint), CORS_ORIGINS: '*' });
      const headers = { origin: 'https://any.example' };
      expect((await call('GET /health', { headers }, open)).headers['access-control-allow-origin']).toBe('*');
      await using closed = await start({ ...environment(engine.endpoint), CORS_ORIGINS: '' });
      expect((await call('GET /health', { headers }, closed)).headers).not.toHaveProperty(
        'access-control-allow-origin',
      );
    });

    test.each(['refused', 'dropped at once', 'dropped in its answer'])(
      'a connection to DynamoDB that is %s is 503',
      async (how) => {
        await using engine = await startDroppingDynamoDb(how.endsWith('answer') ? 'in its answer' : 'at once');
        await using broken = await start(environment(how === 'refused' ? 'http://127.0.0.1:1' : engine.endpoint));
        const answer = await call('GET /items', {}, broken);
        expect(answer).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' }, headers: { 'retry-after': '1' } });
      },
    );

    test.each([
      ['Number overflow. Attempting to store a number with magnitude larger than supported range', 400],
      ['Number underflow. Attempting to store a number with magnitude smaller than supported range', 400],
      ['Attempting to store more than 38 significant digits in a Number', 400],
      ['Nesting Levels have exceeded supported limits: Attributes can have at most 32 nested levels', 400],
      ['One or more parameter values were invalid: Type mismatch for Index Key email Expected: S Actual: N', 400],
      ['Item size has exceeded the maximum allowed size', 413],
      ['The provided key element does not match the schema', 500],
    ])('an item that DynamoDB does not store (%s) becomes %i', async (message, status) => {
      await using failing = await startFailingDynamoDb('ValidationException', message);
      await using broken = await start(environment(failing.endpoint));
      const answer = await call('GET /items', {}, broken);
      expect(answer.status).toBe(status);
      expect(JSON.stringify(answer)).not.toContain(message);
    });

    test.each([
      ['ThrottlingException', 503, 'UNAVAILABLE'],
      ['ProvisionedThroughputExceededException', 503, 'UNAVAILABLE'],
      ['ResourceNotFoundException', 500, 'INTERNAL_ERROR'],
      ['AccessDeniedException', 500, 'INTERNAL_ERROR'],
    ])('%s of DynamoDB becomes %i, shown in the log and not to the client', async (type, status, code) => {
      await using failing = await startFailingDynamoDb(type);
      await using broken = await start(environment(failing.endpoint));
      const answer = await call('GET /items', {}, broken);
      expect(answer).toMatchObject({ status, body: { code, details: [], requestId: expect.stringMatching(UUID) } });
      expect(answer.headers['retry-after']).toBe(status === 503 ? '1' : undefined);
      expect(JSON.stringify(answer)).not.toMatch(/arn:aws|Exception|\.mjs/);
      await vi.waitUntil(() => broken.log.length > 0, { timeout: 60_000 });
      expect(JSON.parse(broken.log.at(-1) ?? '')).toMatchObject({ level: 'error', status, error: { name: type } });
    });
  });
}
