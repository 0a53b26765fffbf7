/**
 * What the API of a template does over HTTP, deployed to the embedded cloud by the CLI: the gateway, the function and the
 * tables together. The same for every template with a resource, and for every language.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Project, startProject } from '../helpers/project.ts';

export interface SuiteResource {
  /** Of `apikit init`. */
  template: 'items' | 'users';
  language: 'typescript' | 'python';
  /** `/items` */
  collection: string;
  /** The attribute of the id. */
  key: string;
  /** A body that can be stored beside those of all other numbers. */
  body(index: number): Record<string, unknown>;
  /** Changes of one field, and bodies that break one keyword each, with the path that is told. */
  change: Record<string, unknown>;
  invalid: readonly [keyword: string, change: Record<string, unknown>, path: string][];
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const ORIGIN = 'https://app.example.com';

interface Sent {
  body?: unknown;
  headers?: Record<string, string>;
}

export function describeHttp(resource: SuiteResource): void {
  const { template, language, collection, key, change, invalid } = resource;
  describe(`${template} in ${language} over HTTP`, () => {
    let project: Project;
    let url: string;
    let apiKey: string;
    let count = 0;
    const next = () => resource.body(count++);

    beforeAll(async () => {
      const flags = ['--template', template, '--language', language, '--cors', ORIGIN];
      project = await startProject(flags);
      project.edit('apikit.yaml', (text) => text.replace(/basic: .*/, 'basic: { rate: 1000, burst: 1000 }'));
      project.edit('apikit.yaml', (text) => `${text}\nthrottle: { rate: 1000, burst: 1000 }\n`);
      url = (await project.json<{ url: string }>(['deploy', '--stage', 'local', '--yes'])).url;
      apiKey = (await project.apikit(['keys', 'create', 'me', '--plan', 'basic', '--stage', 'local'])).stdout.trim();
    }, 120_000);
    afterAll(() => project.close());

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
      expect(answer.headers.get('access-control-allow-origin'), `${method} ${path} ${answer.status}`).toBe(ORIGIN);
      if (answer.status >= 400) {
        expect(json).toMatchObject({ code: expect.stringMatching(/^[A-Z_]+$/), message: expect.any(String) });
        expect(json.requestId).toMatch(UUID);
      }
      return { status: answer.status, headers: answer.headers, body: json };
    }

    const create = async () => (await call('POST', collection, { body: next() })).body as Record<string, string>;

    test('what is created can be read, replaced, changed and deleted', async () => {
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

    test('what is not there is 404 for every verb', async () => {
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

    test('bad JSON is 400, another content type 415, what cannot be stored 413', async () => {
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

    test('If-Match lets nobody write over what they have not seen', async () => {
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

    test('a correlation id is returned as it was sent, or made', async () => {
      const kept = await call('GET', '/health', { headers: { 'x-correlation-id': 'abc-1' } });
      expect(kept.headers.get('x-correlation-id')).toBe('abc-1');
      expect((await call('GET', '/health')).headers.get('x-correlation-id')).toMatch(UUID);
    });

    test('without a key there is the envelope, and nothing else', async () => {
      expect(await call('GET', collection, { headers: { 'x-api-key': 'wrong' } })).toMatchObject({ status: 403 });
      expect((await call('GET', '/health', { headers: { 'x-api-key': '' } })).status).toBe(200);
    });
  });
}
