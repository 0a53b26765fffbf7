import { describe, expect, it } from 'vitest';
import { createLogJoin, isNoise, logText, parseLogLine } from '../../src/ui/log-line.ts';
import { themeFor } from '../../src/ui/theme.ts';

const plain = themeFor({ write: () => {} }, { env: {} }, true);
const time = Date.UTC(2026, 10, 21, 9, 12, 34, 56);
const REQUEST = '8f5e3c1a-0b2d-4e6f-8a90-1b2c3d4e5f60';

describe('an access-log line', () => {
  const message = JSON.stringify({
    requestId: REQUEST,
    method: 'GET',
    path: '/dev/items',
    status: '404',
    latency: '12',
    error: '-',
  });

  it('reads at a glance: time, request, method, path, status, duration', () => {
    expect(logText(parseLogLine({ time, message }, 'access'), plain)).toBe(
      '09:12:34.056  8f5e3c1a  GET    /dev/items  404  12 ms',
    );
  });

  it('has a level by its status', () => {
    expect(parseLogLine({ time, message }, 'access')).toMatchObject({
      level: 'warn',
      requestId: REQUEST,
      source: 'access',
      time: '2026-11-21T09:12:34.056Z',
    });
    expect(parseLogLine({ time, message: message.replace('404', '502') }, 'access').level).toBe('error');
  });
});

describe('a function line', () => {
  it('is what the handler logged as JSON', () => {
    const message = JSON.stringify({ level: 'ERROR', message: 'item is gone', requestId: REQUEST, id: 7 });
    const line = parseLogLine({ time, message }, 'function');
    expect(line).toMatchObject({ level: 'error', message: 'item is gone', requestId: REQUEST, id: 7 });
    expect(logText(line, plain)).toBe('09:12:34.056  8f5e3c1a  error  item is gone  id=7');
  });

  it('is what console.log printed, with the request it belongs to', () => {
    const line = parseLogLine({ time, message: `2026-11-21T09:12:34.056Z\t${REQUEST}\tWARN\tslow\n` }, 'function');
    expect(line).toMatchObject({ level: 'warn', message: 'slow', requestId: REQUEST });
  });

  it("is one of Lambda's own", () => {
    const line = parseLogLine({ time, message: `REPORT RequestId: ${REQUEST}\tDuration: 1.23 ms\n` }, 'function');
    expect(line).toMatchObject({
      level: 'platform',
      requestId: REQUEST,
      message: `REPORT RequestId: ${REQUEST} Duration: 1.23 ms`,
    });
  });

  it('is kept as it is when nothing is known about it', () => {
    expect(parseLogLine({ time, message: '{not json' }, 'function')).toMatchObject({
      level: 'info',
      message: '{not json',
    });
  });
});

describe('lines that tell nothing', () => {
  it("are those of a deploy's own probe", () => {
    const message = JSON.stringify({
      requestId: REQUEST,
      method: 'GET',
      path: '/dev/__apikit-release-probe',
      status: '404',
    });
    expect(isNoise(parseLogLine({ time, message }, 'access'))).toBe(true);
    expect(isNoise(parseLogLine({ time, message: message.replace('__apikit-release-probe', 'items') }, 'access'))).toBe(
      false,
    );
  });
});

describe('lines of one request', () => {
  it('come together under the id that the client knows', () => {
    const join = createLogJoin();
    const LAMBDA = '3735349c-ef39-4ab7-a5b8-14dcc46248d7';
    const [start, handler, report] = [
      `START RequestId: ${LAMBDA} Version: 1`,
      JSON.stringify({ level: 'info', message: 'request', requestId: REQUEST, functionRequestId: LAMBDA }),
      `REPORT RequestId: ${LAMBDA}\tDuration: 6.59 ms`,
    ].map((message) => join(parseLogLine({ time, message }, 'function')));
    expect(isNoise(start!)).toBe(true);
    expect(handler!.requestId).toBe(REQUEST);
    expect(report).toMatchObject({ requestId: REQUEST, functionRequestId: LAMBDA });
    expect(logText(report!, plain)).toBe('09:12:34.056  8f5e3c1a  REPORT Duration: 6.59 ms');
  });
});
