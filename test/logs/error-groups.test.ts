import { describe, expect, it } from 'vitest';
import { EventRecord } from '../../src/local/services/logs/insights/log-record.ts';
import { readQuery } from '../../src/local/services/logs/insights/read-query.ts';
import type { Sink } from '../../src/local/services/logs/insights/stages.ts';
import { ERRORS_FILTER, errorGroups } from '../../src/logs/error-groups.ts';
import { createLogJoin } from '../../src/logs/join-lines.ts';
import { type LogSource, parseLogLine } from '../../src/logs/log-line.ts';
import { isQuery, wordsQuery } from '../../src/logs/search-query.ts';

const ID = '8f5e0c1a-5b1f-4b7a-9d52-0d6a3a1f7c20';
const OTHER = '1c1d2d3e-5b1f-4b7a-9d52-0d6a3a1f7c21';
const access = (members: object) =>
  JSON.stringify({ method: 'GET', resourcePath: '/report', path: '/dev/report', ...members });

const ERRORS: Readonly<Record<string, [LogSource, string, string]>> = {
  'a JSON line of a logger': [
    'function',
    `2026-11-29T12:00:00.000Z\t${ID}\tERROR\t${JSON.stringify({ level: 'error', message: 'it broke', error: { name: 'TypeError', stack: 'TypeError: no price\n    at total (/var/task/index.mjs:1:2)' } })}`,
    'TypeError',
  ],
  'JSON that the function prints itself': [
    'function',
    JSON.stringify({ level: 'ERROR', message: 'gone', requestId: ID }),
    'error',
  ],
  'console.error': ['function', `2026-11-29T12:00:00.000Z\t${ID}\tERROR\tRangeError: too many`, 'RangeError'],
  'an error that nobody caught': [
    'function',
    `2026-11-29T12:00:00.000Z\t${ID}\tERROR\tInvoke Error \t${JSON.stringify({ errorType: 'SyntaxError', stack: ['SyntaxError: bad', '    at parse (a.js:1:1)'] })}`,
    'SyntaxError',
  ],
  'logging of Python': [
    'function',
    `[ERROR]\t2026-11-29T12:00:00.000Z\t${ID}\tKeyError: 'id'\nTraceback (most recent call last):\n  File "/var/task/app.py", line 3, in handler`,
    'KeyError',
  ],
  'a call that took too long': [
    'function',
    `2026-11-29T12:00:00.000Z ${ID} Task timed out after 3.00 seconds`,
    'Timeout',
  ],
  'a process that ended': ['function', `RequestId: ${ID} Error: Runtime exited with error: exit status 1`, 'error'],
  'an answer of API Gateway': [
    'access',
    access({ requestId: ID, status: 504, errorType: 'INTEGRATION_TIMEOUT', error: 'Endpoint request timed out' }),
    'INTEGRATION_TIMEOUT',
  ],
  'a 5XX of the handler': ['access', access({ requestId: ID, status: 503, errorType: '-' }), '503'],
};
const FINE: readonly [LogSource, string][] = [
  ['access', access({ requestId: ID, status: 404, errorType: '-' })],
  ['function', `2026-11-29T12:00:00.000Z\t${ID}\tINFO\tno ERROR here`],
  ['function', JSON.stringify({ level: 'info', message: 'status 500 was expected', status: 500 })],
  ['function', `REPORT RequestId: ${ID}\tDuration: 1.00 ms`],
];

/** Whether the query of Logs Insights returns the line. */
function passes(query: string, group: string, message: string): boolean {
  const seen: unknown[] = [];
  const last: Sink = { push: (record) => void seen.push(record), end() {} };
  const first = readQuery(query).choosing.reduceRight<Sink>((next, stage) => stage(next), last);
  first.push(new EventRecord({ sequence: 1, stream: 's', timestamp: 0, ingestionTime: 0, message }, '0', group));
  return seen.length > 0;
}

const isFound = (source: LogSource, message: string) =>
  passes(`filter ${ERRORS_FILTER}`, source === 'access' ? '/aws/apigateway/a' : '/aws/lambda/a', message);

function groupsOf(...lines: [LogSource, string][]) {
  const join = createLogJoin(0);
  const parsed = lines.map(([source, message], index) => ({
    line: parseLogLine({ time: Date.UTC(2026, 10, 29, 12, index), message }, source),
    stream: 's',
  }));
  return errorGroups([...join.add(parsed, 0), ...join.end()]);
}

describe('an error', () => {
  it.each(Object.entries(ERRORS))('that is %s is found, and has its kind', (_name, [source, message, kind]) => {
    expect(isFound(source, message)).toBe(true);
    expect(groupsOf([source, message]).map((group) => group.kind)).toEqual([kind]);
  });

  it('is not found in other lines', () => {
    for (const [source, message] of FINE) {
      expect({ message, found: isFound(source, message) }).toEqual({ message, found: false });
      expect(groupsOf([source, message])).toEqual([]);
    }
  });

  it('is grouped by its stack and its message without IDs and numbers', () => {
    const [source, message] = ERRORS['a JSON line of a logger']!;
    const elsewhere = message.replace('total (', 'discount (');
    expect(groupsOf([source, message], [source, message], [source, elsewhere]).map(({ count }) => count)).toEqual([
      2, 1,
    ]);
    const printed = (text: string): [LogSource, string] => [
      'function',
      JSON.stringify({ level: 'error', message: text }),
    ];
    const found = groupsOf(
      printed(`order 17 of ${ID} is gone`),
      printed(`order 4 of ${OTHER} is gone`),
      printed('stop'),
    );
    expect(found.map(({ count }) => count)).toEqual([2, 1]);
    expect(found[0]).toMatchObject({ firstSeen: '2026-11-29T12:00:00.000Z', lastSeen: '2026-11-29T12:01:00.000Z' });
  });

  it('in a function is not counted again for its response', () => {
    const [source, message] = ERRORS['console.error']!;
    const answer = access({ requestId: OTHER, functionRequestId: ID, status: 502, errorType: 'DEFAULT_5XX' });
    const found = groupsOf([source, message], ['access', answer]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ kind: 'RangeError', count: 1, example: { requestId: OTHER } });
  });
});

describe('the search text', () => {
  it.each([
    ['out of stock', false],
    ['limit exceeded', false],
    ['filter broken', false],
    ['filter status = 500', true],
    ['stats count(*)', true],
    ['fields @message', true],
    ['limit 5 | fields @message', true],
    ['/items/{id}', false],
  ])('%s', (text, query) => {
    expect(isQuery(text)).toBe(query);
  });

  it('is found literally, with any special characters', () => {
    const words = String.raw`a/b (c) [d] {e} ^f$ *g+ h? i|j \k . "l"`;
    const found = (message: string) => passes(wordsQuery(words, 5), '/g', message);
    expect(found(`before ${words.toUpperCase()} after`)).toBe(true);
    expect(found(words.replace('.', 'x'))).toBe(false);
  });
});
