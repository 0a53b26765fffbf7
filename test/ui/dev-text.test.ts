/** The output of `apikit dev`, at the width of a usual window and of a narrow one. */
import { describe, expect, it } from 'vitest';
import { ApikitError } from '../../src/errors.ts';
import type { DevEvent } from '../../src/ui/dev-event.ts';
import { createDevText } from '../../src/ui/dev-text.ts';
import { themeFor } from '../../src/ui/theme.ts';

const theme = themeFor({ write: () => {} }, { env: {} }, true);
const NOON = new Date(2026, 10, 21, 12, 0, 0).getTime();
const text = createDevText(theme, () => NOON);
const shown = (event: DevEvent, width = 80) => text(event, width).join('\n');

const REQUEST = '945bbbe4-0000-4000-8000-000000000000';
const log = (message: string): DevEvent => ({
  type: 'log',
  group: '/aws/lambda/items-local',
  stream: 's',
  time: NOON,
  message,
  requestId: REQUEST,
});
const request = (members: object): DevEvent => ({
  type: 'request',
  time: NOON,
  apiId: 'a',
  stage: 'local',
  method: 'GET',
  path: '/items',
  status: 200,
  latency: 12,
  requestId: REQUEST,
  ...members,
});

describe('the live log', () => {
  it('has a line for each request, with the ID that the client knows', () => {
    expect(shown(request({}))).toBe('12:00:00  945bbbe4  GET    /items  200  12 ms');
    expect(shown(request({}), 42)).toBe('12:00:00  GET    /items  200  12 ms');
  });

  it('shows the reason of a response by the gateway itself', () => {
    expect(shown(request({ status: 403, error: 'Too Many' }))).toMatch(/403 {2}12 ms {2}Too Many$/);
    const detail = 'the request has no x-api-key header';
    expect(shown(request({ status: 403, errorType: 'INVALID_API_KEY', error: 'Forbidden', detail }), 160)).toMatch(
      /403 {2}12 ms {2}the request has no x-api-key header$/,
    );
  });

  it('shows the output of the function, and not the lines that Lambda adds', () => {
    expect(shown(log('{"level":"info","message":"listed","count":3}'))).toBe(
      '12:00:00  945bbbe4  info   listed  count=3',
    );
    const id = 'RequestId: 3735349c-ef39-4ab7-a5b8-14dcc46248d7';
    for (const noise of [`START ${id} Version: 1`, `END ${id}`, `REPORT ${id}\tDuration: 1 ms`])
      expect(text(log(noise), 80)).toEqual([]);
  });

  it('shows a request once: log lines of the template about it are omitted, unless they add something', () => {
    const line = {
      level: 'info',
      message: 'request',
      correlationId: 'c',
      method: 'GET',
      path: '/a',
      status: 200,
      durationMs: 7,
    };
    expect(text(log(JSON.stringify(line)), 80)).toEqual([]);
    expect(shown(log(JSON.stringify({ ...line, tenant: 'x' })))).toContain('tenant=x');
    expect(shown(log(JSON.stringify({ ...line, level: 'error', status: 500 })))).toContain('status=500');
  });

  it('hides frames of the embedded runtime', () => {
    const stack =
      'Error: no\n    at f (src/a.ts:1:2)\n    at run (file:///x/apikit-cli/src/local/runtime/bootstrap/node/run.mjs:3:4)';
    const told = shown(log(JSON.stringify({ level: 'error', message: 'failed', error: { stack } })), 120);
    expect(told).toContain('src/a.ts:1:2');
    expect(told).not.toContain('bootstrap');
  });

  it('shows stack traces line by line, from loggers and from Lambda itself', () => {
    const stack = 'TypeError: no\n    at refuse (src/a.ts:1:2)';
    const error = { name: 'TypeError', stack, cause: { stack: 'Error: why\n    at b (src/b.ts:3:4)' } };
    expect(shown(log(JSON.stringify({ level: 'error', message: 'failed', error })))).toBe(
      [
        '12:00:00  945bbbe4  error  failed',
        '                    TypeError: no',
        '                        at refuse (src/a.ts:1:2)',
        '                    caused by Error: why',
        '                        at b (src/b.ts:3:4)',
      ].join('\n'),
    );
    const uncaught = `2026-11-21T12:00:00.000Z\t${REQUEST}\tERROR\tInvoke Error \t${JSON.stringify({ errorType: 'TypeError', stack: stack.split('\n') })}\n`;
    expect(shown(log(uncaught))).toContain('error  Invoke Error\n                    TypeError: no\n');
  });
});

describe('a broken save', () => {
  const frame = {
    file: 'src/a.ts',
    line: 2,
    column: 11,
    lines: [
      { number: 1, text: `const long = '${'x'.repeat(80)}';` },
      { number: 2, text: 'const b = (;' },
    ],
  };
  const error = new ApikitError('BundleFailed', 'It does not compile.', { hint: 'Correct it.' });
  const failed: DevEvent = { type: 'failed', files: [], error, frames: [frame], serving: 'abc' };

  it('is shown with the code around it, cut to the window', () => {
    expect(shown(failed, 42)).toBe(
      [
        '',
        '✘ It does not compile.',
        '',
        "  1 │ const long = 'xxxxxxxxxxxxxxxxxxxxx…",
        '  2 │ const b = (;',
        '    │           ^',
        '',
        '→ Release abc keeps serving; the next save',
        'is tried again.',
        '',
      ].join('\n'),
    );
  });

  it('has a hint if there is no code to show', () => {
    expect(shown({ ...failed, frames: [], serving: null })).toContain('→ Correct it.');
    expect(shown({ ...failed, serving: null })).toContain('Nothing is served yet');
  });
});
