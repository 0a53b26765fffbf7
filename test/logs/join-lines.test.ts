import { describe, expect, it } from 'vitest';
import { createLogJoin } from '../../src/logs/join-lines.ts';
import { type LogSource, parseLogLine } from '../../src/logs/log-line.ts';
import { createSelection, parseStatus, type RequestFilter } from '../../src/logs/select-lines.ts';

const REQUEST = '8f5e3c1a-0b2d-4e6f-8a90-1b2c3d4e5f60';
const CALL = '3735349c-ef39-4ab7-a5b8-14dcc46248d7';
const OTHER = '5d0d5c1e-7c0b-4d6c-9d49-6b0f6a3f2b11';
const ACCESS = {
  requestId: REQUEST,
  functionRequestId: CALL,
  method: 'GET',
  path: '/dev/items/4',
  resourcePath: '/items/{id}',
  status: 502,
  apiKeyId: 'k1',
};

const event = (message: string | object, source: LogSource = 'function', stream = 'a') => ({
  line: parseLogLine({ time: 0, message: typeof message === 'string' ? message : JSON.stringify(message) }, source),
  stream,
});
const access = event(ACCESS, 'access', 'gateway');
const ids = (joined: { line: { requestId?: string } }[]) => joined.map(({ line }) => line.requestId);

describe('lines of one request', () => {
  it('include the ID that the client knows, although the handler does not log it', () => {
    const join = createLogJoin(1_000);
    const lines = [
      event(`START RequestId: ${CALL} Version: 1`),
      event('printed without any id'),
      event(`2026-11-21T09:12:34.056Z ${CALL} Task timed out after 3.00 seconds`),
      event(`REPORT RequestId: ${CALL}\tDuration: 3000 ms`),
      access,
    ];
    expect(ids(join.add(lines, 0))).toEqual(Array(5).fill(REQUEST));
  });

  it('wait for their access line, and no longer than configured', () => {
    const join = createLogJoin(1_000);
    expect(join.add([event(`START RequestId: ${CALL} Version: 1`), event('one')], 0)).toEqual([]);
    expect(join.add([], 999)).toEqual([]);
    expect(ids(join.add([access], 999))).toEqual([REQUEST, REQUEST, REQUEST]);
    expect(
      join.add([event('two', 'function', 'b'), event(`START RequestId: ${OTHER} Version: 1`, 'function', 'b')], 999),
    ).toHaveLength(1);
    expect(ids(join.add([], 2_000))).toEqual([OTHER]);
  });

  it('cannot be captured by a line that claims another request', () => {
    const join = createLogJoin(1_000);
    const claim = event({ message: 'mine', requestId: 'a-request-of-somebody-else' });
    const joined = join.add([event(`START RequestId: ${CALL} Version: 1`), claim, access], 0);
    expect(ids(joined)).toEqual([REQUEST, REQUEST, REQUEST]);
  });

  it("cannot be captured by a line that looks like one of Lambda's own", () => {
    const join = createLogJoin(1_000);
    const joined = join.add(
      [
        event(`START RequestId: ${CALL} Version: 1`),
        event(`START RequestId: ${OTHER} Version: 1`),
        event(`2026-11-21T09:12:34.056Z\t${OTHER}\tERROR\tforged`),
        event(`END RequestId: ${OTHER}`),
        event(`START RequestId: ${OTHER} Version: 1`),
        event(`REPORT RequestId: ${OTHER}\tDuration: 3 ms`),
        event(`RequestId: ${OTHER} Error: Runtime exited`),
        event('still the same call'),
        event(`END RequestId: ${CALL}`),
        access,
      ],
      0,
    );
    expect(ids(joined)).toEqual(Array(10).fill(REQUEST));
    const next = join.add([event(`START RequestId: ${OTHER} Version: 1`), event('the next call')], 0);
    expect(ids([...next, ...join.end()])).toEqual([OTHER, OTHER]);
  });

  it('belong to the next call if the end of the previous one was never seen', () => {
    const join = createLogJoin(0);
    const at = (time: number, message: string) => ({ line: parseLogLine({ time, message }, 'function'), stream: 'a' });
    join.add([at(0, `START RequestId: ${CALL} Version: 1`)], 0);
    const later = 15 * 60_000 + 1;
    expect(ids(join.add([at(later, `START RequestId: ${OTHER} Version: 1`), at(later, 'x')], 0))).toEqual([
      OTHER,
      OTHER,
    ]);
  });

  it('are found through a handler that logs both IDs if no access line came', () => {
    const join = createLogJoin(1_000);
    const both = event({ message: 'request', requestId: REQUEST, functionRequestId: CALL });
    join.add([event(`START RequestId: ${CALL} Version: 1`), both, event('printed')], 0);
    expect(join.end().map(({ line }) => [line.requestId, line.functionRequestId])).toEqual(
      Array(3).fill([REQUEST, CALL]),
    );
  });
});

describe('the selection', () => {
  const lines = [event(`START RequestId: ${CALL} Version: 1`), event('hello'), access];
  const chosen = (filter: RequestFilter) =>
    createLogJoin(0).add(lines, 0).filter(createSelection(filter, undefined)).length;

  it.each<[RequestFilter, number]>([
    [{}, 3],
    [{ status: [500, 599] }, 3],
    [{ status: [400, 499] }, 0],
    [{ method: 'get' }, 3],
    [{ method: 'POST' }, 0],
    [{ path: '/items/{id}' }, 3],
    [{ path: '/items/4' }, 3],
    [{ path: '/it*/4' }, 3],
    [{ path: '*' }, 3],
    [{ path: '/items' }, 0],
    [{ path: '/items/*5' }, 0],
    [{ request: REQUEST.slice(0, 8) }, 3],
    [{ request: CALL }, 3],
    [{ request: 'ffff' }, 0],
    [{ keyIds: ['k0', 'k1'] }, 3],
    [{ keyIds: ['k2'], status: [502, 502] }, 0],
  ])('%j keeps %i lines of the request', (filter, count) => {
    expect(chosen(filter)).toBe(count);
  });

  it('keeps lines with at least the given level', () => {
    const levels = ['debug', 'info', 'warn', 'error', 'fatal', 'odd'];
    const all = levels.map((level) => event({ level, message: level }));
    const kept = (level: 'debug' | 'warn') => all.filter(createSelection({}, level)).map(({ line }) => line.level);
    expect(kept('warn')).toEqual(['warn', 'error', 'fatal']);
    expect(kept('debug')).toEqual(levels);
  });

  it('parses statuses', () => {
    expect(['5xx', '404', '400-499', '4XX'].map(parseStatus)).toEqual([
      [500, 599],
      [404, 404],
      [400, 499],
      [400, 499],
    ]);
    expect(['xx', '6xx', '499-400', '40', ''].map(parseStatus)).toEqual(Array(5).fill(undefined));
  });
});
