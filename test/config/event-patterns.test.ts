/** The forms of event patterns: apikit refuses before a deploy what EventBridge would reject in it. */
import { describe, expect, it } from 'vitest';
import { checkEventPattern } from '../../src/config/check-event-pattern.ts';
import { compilePattern } from '../../src/local/services/events/pattern.ts';

interface Told {
  message: string;
  fix: string;
  severity?: string;
}

function problems(pattern: object): Told[] {
  const found: Told[] = [];
  const path = ['eventRules', 'placed', 'pattern'];
  checkEventPattern(pattern, path, (_path, message, fix, options) => found.push({ message, fix, ...options }));
  return found;
}

const NUMERIC = /numeric needs one comparison such as \[">", 100\], or a range/;
const WRONG: [unknown, RegExp][] = [
  [{ numeric: 5 }, NUMERIC],
  [{ numeric: [] }, NUMERIC],
  [{ numeric: ['>'] }, NUMERIC],
  [{ numeric: ['>', '5'] }, NUMERIC],
  [{ numeric: ['==', 5] }, NUMERIC],
  [{ numeric: ['toString', 5] }, NUMERIC],
  [{ numeric: ['>', 5e9 + 1] }, NUMERIC],
  [{ numeric: ['>', 0, '<'] }, NUMERIC],
  [{ numeric: ['<', 5, '>', 0] }, NUMERIC],
  [{ numeric: ['>', 0, '>', 5] }, NUMERIC],
  [{ numeric: ['>', 5, '<', 5] }, NUMERIC],
  [{ numeric: ['=', 5, '<', 9] }, NUMERIC],
  [{ numeric: ['>', 0, '<', 5, '=', 3] }, NUMERIC],
  [{ exists: 'true' }, /exists needs true or false/],
  [{ prefix: 5 }, /prefix needs a text or \{ equals-ignore-case: <text> \}/],
  [{ suffix: { wildcard: 'a' } }, /suffix needs a text or/],
  [{ prefix: { 'equals-ignore-case': 5 } }, /prefix needs a text or/],
  [{ 'equals-ignore-case': ['a'] }, /equals-ignore-case needs a text/],
  [{ wildcard: 5 }, /wildcard needs a text/],
  [{ wildcard: 'a**b' }, /wildcard needs a text without two stars in a row/],
  [{ wildcard: 'a\\b' }, /wildcard needs a text without/],
  [{ wildcard: 'a\\' }, /wildcard needs a text without/],
  [{ 'anything-but': [] }, /anything-but needs texts, or numbers/],
  [{ 'anything-but': true }, /anything-but needs texts, or numbers/],
  [{ 'anything-but': ['a', 1] }, /anything-but needs texts, or numbers/],
  [{ 'anything-but': { numeric: ['=', 1] } }, /anything-but needs values, or one of prefix, suffix/],
  [{ 'anything-but': { prefix: [] } }, /anything-but needs a value/],
  [{ 'anything-but': { prefix: ['a', 1] } }, /anything-but needs a text or/],
  [{ 'anything-but': { wildcard: 'a**' } }, /anything-but needs a text without two stars/],
  [{ exists: true, prefix: 'a' }, /Write one of anything-but/],
  [{}, /Write one of anything-but/],
  [['a'], /Write its values into the list of the field/],
];

const RIGHT: unknown[] = [
  'a',
  5,
  null,
  true,
  { numeric: ['=', -5e9] },
  { numeric: ['<=', 1.5] },
  { numeric: ['>=', 0, '<', 5] },
  { exists: false },
  { prefix: 'a' },
  { suffix: { 'equals-ignore-case': '.PNG' } },
  { 'equals-ignore-case': 'a' },
  { wildcard: 'a*\\*\\\\*\n' },
  { 'anything-but': 'a' },
  { 'anything-but': [1, 2] },
  { 'anything-but': { prefix: ['a', 'b'] } },
  { 'anything-but': { wildcard: '*a' } },
];

describe('an event pattern', () => {
  it.each(WRONG)('is refused with %j, which EventBridge rejects', (value, fix) => {
    const found = problems({ detail: { field: [value] } });
    expect(found.map((each) => each.fix)).toEqual([expect.stringMatching(fix)]);
    expect(found[0]!.message).toContain('eventRules.placed.pattern.detail.field has ');
    expect(() => compilePattern(JSON.stringify({ detail: { field: [value] } }))).toThrow(/is not valid/);
  });

  it.each(RIGHT.map((value) => [value]))('may have %j', (value) => {
    expect(problems({ detail: { field: [value] } })).toEqual([]);
    compilePattern(JSON.stringify({ detail: { field: [value] } }));
  });

  it('has no empty structures', () => {
    expect(problems({ detail: {} })).toMatchObject([{ message: expect.stringContaining('no empty structures') }]);
    expect(() => compilePattern('{"detail":{}}')).toThrow(/Empty objects/);
  });

  it('gets a warning above the quota, and is refused above what EventBridge allows', () => {
    const ofLength = (length: number) => ({ source: ['x'.repeat(length - JSON.stringify({ source: [''] }).length)] });
    expect(problems(ofLength(2_048))).toEqual([]);
    const [large] = problems(ofLength(2_049));
    expect(large).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining('quota "Event pattern size"'),
    });
    expect(problems(ofLength(4_097))).toMatchObject([{ message: expect.stringContaining('EventBridge allows 4096') }]);
    expect(problems(ofLength(4_097))[0]!.severity).toBeUndefined();
  });
});
