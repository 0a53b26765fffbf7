import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCESS_LOG_FORMAT } from '../../src/logs/access-log-format.ts';
import { parseLogLine } from '../../src/logs/log-line.ts';
import { withoutTraces } from '../../src/logs/log-trace.ts';
import { createLogText, isNoise } from '../../src/ui/log-text.ts';
import { themeFor } from '../../src/ui/theme.ts';

const time = Date.UTC(2026, 10, 21, 9, 12, 34, 56);
const REQUEST = '8f5e3c1a-0b2d-4e6f-8a90-1b2c3d4e5f60';
const plain = themeFor({ write: () => {} }, { env: {} }, true);
/** Returns the text without the day before the first line, and without the time. */
const text = (line: ReturnType<typeof parseLogLine>) => createLogText(plain)(line)[1]!.slice(14);

/** An access log line as API Gateway writes it, with these values of variables; `escaped` escapes quotation marks. */
function accessMessage(values: Record<string, string>, escaped = true): string {
  return ACCESS_LOG_FORMAT.replaceAll(/\$context\.([\w.]+)/g, (_, name: string) => {
    const value = values[name] ?? '-';
    return escaped ? JSON.stringify(value).slice(1, -1) : value;
  });
}

const VALUES = {
  requestId: REQUEST,
  httpMethod: 'GET',
  path: '/dev/items',
  status: '404',
  responseLatency: '12',
  responseLength: '7',
  requestTimeEpoch: String(time),
};

describe('an access-log line', () => {
  it('shows request, method, path, status and duration', () => {
    const line = parseLogLine({ time, message: accessMessage(VALUES) }, 'access');
    expect(text(line)).toBe('8f5e3c1a  GET    /dev/items  404  12 ms');
    expect(line).toMatchObject({
      level: 'warn',
      requestId: REQUEST,
      source: 'access',
      time: '2026-11-21T09:12:34.056Z',
    });
  });

  it('has numbers as numbers, and omits empty values', () => {
    const message = accessMessage({ ...VALUES, integrationLatency: '9' });
    expect(JSON.parse(message)).toMatchObject({ status: 404, latency: 12, responseLength: 7 });
    const line = parseLogLine({ time, message }, 'access');
    expect(line).toMatchObject({ status: 404, latency: 12, responseLength: 7, integrationLatency: 9 });
    expect(line).not.toHaveProperty('error');
    expect(line).not.toHaveProperty('apiKeyId');
  });

  it('is parsed although a number has no value', () => {
    const line = parseLogLine({ time, message: accessMessage({ ...VALUES, responseLatency: '-' }) }, 'access');
    expect(line).toMatchObject({ status: 404, method: 'GET' });
    expect(line).not.toHaveProperty('latency');
  });

  it('names the reason of a rejection by the gateway, and the key', () => {
    const refused = { status: '429', 'error.responseType': 'THROTTLED', 'error.message': 'Too Many Requests' };
    const message = accessMessage({ ...VALUES, ...refused, 'identity.apiKeyId': 'k1' });
    expect(text(parseLogLine({ time, message }, 'access'))).toBe(
      '8f5e3c1a  GET    /dev/items  429  12 ms  THROTTLED: Too Many Requests  key k1',
    );
  });

  it('in an older format is parsed as plain JSON', () => {
    const message = JSON.stringify({ requestId: REQUEST, method: 'GET', path: '/x', status: '502', error: '-' });
    const line = parseLogLine({ time, message }, 'access');
    expect(line).toMatchObject({ requestId: REQUEST, status: 502, level: 'error' });
    expect(line).not.toHaveProperty('error');
  });

  it('cannot be forged by a caller, whether API Gateway escapes quotation marks or not', () => {
    const forged = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'ev"il',
        'x","status":"200","path":"/dev/harmless","x":"',
        `x","requestId":"${REQUEST.replace('8', '9')}","status":200}`,
        '\\',
        '","error":"","requestId":"a',
      ),
    );
    fc.assert(
      fc.property(forged, forged, forged, fc.boolean(), (userAgent, path, error, escaped) => {
        const values = { ...VALUES, 'identity.userAgent': userAgent, path, 'error.message': error };
        const line = parseLogLine({ time, message: accessMessage(values, escaped) }, 'access');
        expect(line).toMatchObject({ requestId: REQUEST, status: 404, method: 'GET', source: 'access', level: 'warn' });
      }),
    );
  });
});

describe('a function line', () => {
  const parse = (message: string) => parseLogLine({ time, message }, 'function');

  it('is the JSON log of the handler', () => {
    const line = parse(JSON.stringify({ level: 'ERROR', message: 'item is gone', requestId: REQUEST, id: 7 }));
    expect(line).toMatchObject({ level: 'error', message: 'item is gone', requestId: REQUEST, id: 7 });
    expect(text(line)).toBe('8f5e3c1a  error  item is gone  id=7');
  });

  it('is a line of console.log or Python, with its request', () => {
    expect(parse(`2026-11-21T09:12:34.056Z\t${REQUEST}\tWARN\tslow\n`)).toMatchObject({
      level: 'warn',
      message: 'slow',
      requestId: REQUEST,
    });
    expect(parse(`[WARNING]\t2026-11-21T09:12:34.056Z\t${REQUEST}\tslow\n`)).toMatchObject({
      level: 'warn',
      message: 'slow',
      requestId: REQUEST,
    });
  });

  it("is one of Lambda's own", () => {
    const message = `REPORT RequestId: ${REQUEST} Duration: 1.23 ms`;
    expect(parse(`${message.replaceAll(' Dur', '\tDur')}\n`)).toMatchObject({
      level: 'platform',
      requestId: REQUEST,
      message,
    });
  });

  it.each([
    [`2026-11-21T09:12:34.056Z ${REQUEST} Task timed out after 3.00 seconds\n\n`, 'Task timed out after 3.00 seconds'],
    [
      `RequestId: ${REQUEST} Error: Runtime exited with error: exit status 1`,
      'Runtime exited with error: exit status 1',
    ],
    [`RequestId: ${REQUEST} Process exited before completing request`, 'exited before completing request'],
  ])('is an error of its request if the call failed: %s', (message, told) => {
    expect(parse(message)).toMatchObject({ level: 'error', requestId: REQUEST, message: told });
  });

  it('is kept unchanged if it is unknown', () => {
    expect(parse('{not json')).toMatchObject({ level: 'info', message: '{not json' });
  });

  it.each([
    ['{"requestId":5}', 'claims={"requestId":5}'],
    ['{"level":{"toString":1}}', 'claims={"level":{"toString":1}}'],
    ['{"source":"access","status":200}', 'status=200 claims={"source":"access"}'],
    ['START of the import', 'START of the import'],
    ['END RequestId: of somebody', 'END RequestId: of somebody'],
    ['{"service":"items","app":"shop"}', '{"service":"items","app":"shop"}'],
    ['{"time":"12:00"}', '{"time":"12:00"}'],
    [`{"requestId":"${REQUEST}","message":""}`, `{"requestId":"${REQUEST}","message":""}`],
    ['{}', '{}'],
  ])('is parsed from another form: %s', (message, shown) => {
    const line = parse(message);
    expect(isNoise(line)).toBe(false);
    expect(text(line)).toContain(shown);
  });

  it('in any form is shown, and cannot fake its source', () => {
    const member = fc.constantFrom(
      'requestId',
      'functionRequestId',
      'level',
      'message',
      'source',
      'time',
      'stack',
      'error',
      'status',
    );
    const show = createLogText(plain);
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(member, fc.string()), fc.jsonValue()), (members) => {
        const line = parse(JSON.stringify(members));
        expect(line).toMatchObject({ source: 'function', time: '2026-11-21T09:12:34.056Z', level: expect.any(String) });
        expect(['string', 'undefined']).toContain(typeof line.requestId);
        expect(show(line).join('\n')).toEqual(expect.any(String));
        expect(withoutTraces(line).traces.every((trace) => typeof trace === 'string')).toBe(true);
      }),
    );
  });
});

describe('a line of the execution log', () => {
  it('belongs to its request', () => {
    const message = `(${REQUEST}) Method completed with status: 200`;
    expect(parseLogLine({ time, message }, 'execution')).toEqual({
      time: '2026-11-21T09:12:34.056Z',
      source: 'execution',
      requestId: REQUEST,
      level: 'platform',
      message: 'Method completed with status: 200',
    });
  });
});

describe('the text of lines', () => {
  it('has the local time, with the day and the zone before the first line and when the day changes', () => {
    const show = createLogText(plain);
    const at = (moment: Date) => show(parseLogLine({ time: moment.getTime(), message: 'x' }, 'function'));
    const first = at(new Date(2026, 10, 21, 23, 59, 59, 5));
    expect(first[0]).toMatch(/^── Sat Nov 21 2026, GMT[+-]\d{4}.* ──$/);
    expect(first[1]).toMatch(/^23:59:59\.005 {2}/);
    expect(at(new Date(2026, 10, 21, 23, 59, 59, 9))).toHaveLength(1);
    expect(at(new Date(2026, 10, 22, 0, 0, 0))[0]).toContain('Sun Nov 22 2026');
  });

  it('shows the stack of an error below its line', () => {
    const error = {
      errorType: 'TypeError',
      errorMessage: 'no',
      stack: ['TypeError: no', '    at handler (src/a.ts:1:2)'],
    };
    const message = `2026-11-21T09:12:34.056Z\t${REQUEST}\tERROR\tInvoke Error \t${JSON.stringify(error)}`;
    expect(createLogText(plain)(parseLogLine({ time, message }, 'function'))[1]!.split('\n')).toEqual([
      expect.stringContaining('error  Invoke Error'),
      `${' '.repeat(24)}TypeError: no`,
      `${' '.repeat(24)}    at handler (src/a.ts:1:2)`,
    ]);
  });

  it("omits the requests of a deploy's own probe", () => {
    const probe = { ...VALUES, path: '/dev/__apikit-release-probe' };
    expect(isNoise(parseLogLine({ time, message: accessMessage(probe) }, 'access'))).toBe(true);
    expect(isNoise(parseLogLine({ time, message: accessMessage(VALUES) }, 'access'))).toBe(false);
  });
});

describe("a line of Lambda's JSON format", () => {
  const parsed = (members: object) => parseLogLine({ time, message: JSON.stringify(members) }, 'function');

  it('shows what the line of the text format would show', () => {
    const metrics = { durationMs: 6.591, billedDurationMs: 7, memorySizeMB: 512, maxMemoryUsedMB: 80 };
    const record = { requestId: REQUEST, metrics, status: 'success' };
    expect(parsed({ time: 'now', type: 'platform.report', record })).toMatchObject({
      level: 'platform',
      requestId: REQUEST,
      message: `REPORT RequestId: ${REQUEST} Duration: 6.59 ms Billed Duration: 7 ms Memory Size: 512 MB Max Memory Used: 80 MB`,
    });
    const start = parsed({ time: 'now', type: 'platform.start', record: { requestId: REQUEST, version: '3' } });
    expect(isNoise(start)).toBe(true);
  });

  it('is an error if the call took too long', () => {
    const record = { requestId: REQUEST, metrics: { durationMs: 3000 }, status: 'timeout' };
    expect(parsed({ time: 'now', type: 'platform.report', record })).toMatchObject({
      level: 'error',
      message: 'Task timed out after 3.00 seconds',
    });
  });

  it('has the members of a JSON text that the handler printed, and the trace of an error', () => {
    const timestamp = '2026-11-21T09:12:34.056Z';
    const message = JSON.stringify({ level: 'warn', message: 'slow', table: 'items' });
    expect(parsed({ timestamp, level: 'INFO', requestId: REQUEST, message })).toMatchObject({
      level: 'warn',
      message: 'slow',
      table: 'items',
      requestId: REQUEST,
    });
    const error = {
      errorType: 'TypeError',
      errorMessage: 'no',
      stackTrace: ['TypeError: no', '    at handler (a.ts:1:2)'],
    };
    const { line, traces } = withoutTraces(
      parsed({ timestamp, log_level: 'ERROR', requestId: REQUEST, message: 'Invoke Error', ...error }),
    );
    expect(line).toMatchObject({ level: 'error', message: 'Invoke Error' });
    expect(traces).toEqual(['TypeError: no\n    at handler (a.ts:1:2)']);
  });
});
