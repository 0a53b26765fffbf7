/**
 * The requests that a smoke test sends to a stage, the operations that it skips, and the responses that it reports as
 * wrong.
 */
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Clock, systemClock } from '../../../src/clock.ts';
import { PROBE_PATH, RELEASE_HEADER } from '../../../src/naming/release-marks.ts';
import { type SmokeReport, type SmokeTarget, smokePassed, smokeStage } from '../../../src/stage/smoke/smoke-stage.ts';
import { type Received, type Reply, smallContract, startSmallApi } from '../../contract/testing/small-api.ts';

const text = { type: 'string' };
const item = { type: 'object', required: ['id'], properties: { id: text } };
const json = (media: object) => ({ 'application/json': media });
const ok = { 200: { description: 'OK', content: json({ schema: item }) } };
const get = (more: object = {}) => ({ operationId: 'read', responses: ok, ...more });
const post = (more: object = {}) => ({
  operationId: 'make',
  requestBody: { required: true, content: json({ schema: item, examples: { one: { value: { id: 'a' } } } }) },
  responses: { 201: { description: 'Made' } },
  ...more,
});
const marked = (smoke: unknown) => ({ 'x-apikit': { smoke } });
const query = (name: string, more: object = {}) => ({ name, in: 'query', schema: text, ...more });

async function smoke(
  paths: object,
  answer: (request: Received) => Reply | Promise<Reply>,
  more: Partial<SmokeTarget> & { components?: object } = {},
): Promise<SmokeReport & { lines: string[]; received: Received[] }> {
  const { components, ...target } = more;
  const api = await startSmallApi(answer);
  onTestFinished(api.close);
  const { signal } = new AbortController();
  const contract = smallContract(paths, components);
  const report = await smokeStage({ contract, url: api.url, clock: systemClock, signal, ...target });
  const { received } = api;
  return { ...report, received, lines: received.map(({ line }) => line).filter((line) => !line.includes(PROBE_PATH)) };
}

/** A clock on which nobody waits. */
function ownTime(): { clock: Clock; pass(ms: number): void } {
  let now = 0;
  const pass = (ms: number) => {
    now += ms;
  };
  return { clock: { now: () => now, sleep: async (ms) => pass(ms) }, pass };
}

const good = () => ({ status: 200, body: { id: 'a' } });
const told = ({ results }: SmokeReport) =>
  results.map(({ operationId, name, outcome, problems }) => [operationId, name, outcome, ...problems]);

describe('a smoke test sends', () => {
  it('GET requests without missing input, and never an unmarked request that changes something', async () => {
    const { lines, results } = await smoke(
      {
        '/items': { get: get({ parameters: [query('limit')] }), post: post() },
        '/items/{id}': {
          parameters: [{ name: 'id', in: 'path', required: true, schema: text, example: 'a' }],
          get: get({ operationId: 'one' }),
          delete: { operationId: 'gone', responses: { 204: { description: 'Gone' } } },
        },
        '/search': { get: get({ operationId: 'search', parameters: [query('q', { required: true, example: 'x' })] }) },
        '/never': { get: get({ operationId: 'never', ...marked(false) }) },
      },
      good,
    );
    expect(lines).toEqual(['GET /items']);
    expect(results).toHaveLength(1);
  });

  it('every example of a marked operation, and nothing invented', async () => {
    const { received, results } = await smoke(
      {
        '/items': {
          post: post({
            ...marked(true),
            requestBody: {
              content: json({ schema: item, examples: { one: { value: { id: 'a' } }, two: { value: { id: 'b' } } } }),
              required: true,
            },
          }),
        },
        '/items/{id}': {
          get: get({
            ...marked({ maxLatency: 5_000 }),
            parameters: [
              { name: 'id', in: 'path', required: true, schema: { ...text, example: 'a/b' } },
              query('fields', { examples: { few: { value: 'id' }, all: { value: '*' } } }),
              query('none'),
            ],
          }),
        },
      },
      ({ line }) => (line.startsWith('POST') ? { status: 201 } : good()),
    );
    expect(told({ results })).toEqual([
      ['make', 'with the body: one', 'passed'],
      ['make', 'with the body: two', 'passed'],
      ['read', 'as it is', 'passed'],
      ['read', 'with fields=id', 'passed'],
      ['read', 'with fields=*', 'passed'],
    ]);
    expect(received.map(({ line }) => line).sort()).toEqual([
      'GET /items/a%2Fb',
      'GET /items/a%2Fb',
      'GET /items/a%2Fb',
      'POST /items',
      'POST /items',
    ]);
    expect(received.filter(({ body }) => body !== undefined).map(({ body }) => body)).toEqual([
      { id: 'a' },
      { id: 'b' },
    ]);
  });

  it('the same body only once, even if it exists already', async () => {
    const { lines, results } = await smoke({ '/items': { post: post(marked(true)) } }, () => ({ status: 409 }));
    expect(lines).toEqual(['POST /items']);
    expect(told({ results })[0]).toContain('It answered 409, which the contract does not declare here (it has 201).');
  });

  it('nothing without the required input, and says so', async () => {
    const schemes = {
      key: { type: 'apiKey', in: 'header', name: 'x-api-key' },
      guard: { type: 'http', scheme: 'bearer', 'x-apikit': { userPool: 'main' } },
    };
    const paths = {
      '/keyed': { get: get({ operationId: 'keyed', security: [{ key: [] }] }) },
      '/guarded': { get: get({ operationId: 'guarded', security: [{ guard: [] }] }) },
      '/items': { post: post({ ...marked(true), requestBody: { required: true, content: json({ schema: item }) } }) },
      '/items/{id}': {
        get: get({ ...marked(true), parameters: [{ name: 'id', in: 'path', required: true, schema: text }] }),
      },
    };
    const components = { securitySchemes: schemes };
    const without = await smoke(paths, good, { components });
    expect(without.lines).toEqual([]);
    expect(told(without)).toEqual([
      ['keyed', 'as it is', 'skipped', 'it needs an API key, but APIKIT_KEY is not set'],
      ['guarded', 'as it is', 'skipped', 'it needs a token for guard, but APIKIT_TOKEN is not set'],
      ['make', 'as it is', 'skipped', 'its body has no example that can be sent'],
      ['read', 'as it is', 'skipped', 'its path parameter id has no example that can be sent'],
    ]);
    const withBoth = await smoke(paths, good, { components, key: 'k', token: 't' });
    expect(withBoth.lines.sort()).toEqual(['GET /guarded', 'GET /keyed']);
    expect(withBoth.received.map(({ headers }) => [headers['x-api-key'], headers.authorization])).toContainEqual([
      'k',
      'Bearer t',
    ]);
  });
});

describe('a smoke test fails for', () => {
  const paths = { '/items': { get: get() } };
  const release = { [RELEASE_HEADER]: 'other' };
  it.each<[string, Reply, string]>([
    ['an undeclared status', { status: 418 }, 'It answered 418, which the contract does not declare here'],
    ['a failure', { status: 502, body: {} }, 'It answered 502'],
    ['another body', { status: 200, body: { name: 'a' } }, "body must have required property 'id'."],
    ['no body', { status: 200 }, 'The body is empty'],
    ['another release', { ...good(), headers: release }, 'It came from release other; expected r1.'],
  ])('%s', async (_what, reply, problem) => {
    const report = await smoke(
      paths,
      ({ line }) => (line.includes(PROBE_PATH) ? { status: 403, headers: { [RELEASE_HEADER]: 'r1' } } : reply),
      { release: 'r1' },
    );
    expect(told(report)[0]!.slice(2).join(' ')).toContain(problem);
    expect(smokePassed(report)).toBe(false);
  });

  it('a declared 4XX, which is not a success', async () => {
    const refused = { '/items': { get: get({ responses: { ...ok, 404: { description: 'None' } } }) } };
    const report = await smoke(refused, () => ({ status: 404 }));
    expect(told(report)[0]).toContain('It answered 404; expected 200.');
  });

  it('a missing response, with its request', async () => {
    const { url, close } = await startSmallApi(good);
    close();
    const { signal } = new AbortController();
    const report = await smokeStage({ contract: smallContract(paths), url, clock: systemClock, signal });
    expect(report.results[0]).toMatchObject({
      outcome: 'failed',
      problems: [expect.stringMatching(/^There was no response: .*ECONNREFUSED/)],
      sent: { method: 'GET', url: `${url}/items` },
    });
  });

  it('another release than the tested one, before anything is sent', async () => {
    const { clock } = ownTime();
    const answer = () => ({ status: 403, headers: release });
    const { results, wrongRelease, lines } = await smoke(paths, answer, { release: 'r1', clock });
    expect([results, lines]).toEqual([[], []]);
    expect(wrongRelease).toBe('The stage does not answer with release r1 (it answers with other).');
  });
});

describe('the duration of a response', () => {
  /** Each response takes the next time of the list, on a clock on which nobody waits. */
  async function lasting(...took: number[]) {
    const { clock, pass } = ownTime();
    const answer = () => {
      pass(took.shift() ?? 0);
      return good();
    };
    return (paths: object, more: Partial<SmokeTarget> = {}) => smoke(paths, answer, { clock, ...more });
  }
  const paths = (own?: unknown) => ({ '/items': { get: get(own === undefined ? {} : marked(own)) } });

  it('is limited, by the contract if it says so', async () => {
    const slow = 'It took 900 ms; expected at most 800 ms.';
    expect(told(await (await lasting(900, 900))(paths({ maxLatency: 800 })))[0]).toContain(slow);
    expect(told(await (await lasting(900, 900))(paths(), { maxLatency: 800 }))[0]).toContain(slow);
    expect(told(await (await lasting(900, 900))(paths()))[0]![2]).toBe('passed');
    expect(told(await (await lasting(5_001, 5_001))(paths()))[0]).toContain(
      'It took 5001 ms; expected at most 5000 ms.',
    );
  });

  it('is measured with a second response if the first one had a cold start', async () => {
    const { results, lines } = await (await lasting(6_000, 40))(paths());
    expect(lines).toHaveLength(2);
    expect(results[0]).toMatchObject({ outcome: 'passed', ms: 40 });
  });
});
