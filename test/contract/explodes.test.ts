import { expect, it } from 'vitest';
import { backtracksExponentially } from '../../src/contract/patterns/exponential-backtracking.ts';
import { cpuTime } from '../helpers/cpu-time.ts';

it.each([
  '^(a+)+$',
  '^(a|a)*$',
  '^(a|aa)+$',
  '^(a*)*b',
  '^(a*b?)*$',
  '^([a-zA-Z0-9]+\\s?)*$',
  '^(\\w+\\.?)+@x$',
  '^(?:\\s*,\\s*)*$',
  '(x+x+)+y',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
  '^([a-z0-9_.-]+)*@',
  `^${'[a-z]?'.repeat(32)}\\d$`,
  '^(a?){32}b$',
  '^(?:\\p{L}+)+$',
  '^(?<name>\\u0041+)+$',
])('%s backtracks exponentially', (pattern) => {
  expect(backtracksExponentially(pattern, 'u')).toBe(true);
});

it.each([
  '^[a-z]+$',
  '^\\d{3}-\\d{4}$',
  '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$',
  '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
  '^([a-z0-9]+(-[a-z0-9]+)*)?$',
  '^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}$',
  '^([a-z]{2,63}\\.)+[a-z]{2,63}$',
  '^\\+?[1-9]\\d{1,14}$',
  '^(https?|ftp)://[^\\s/$.?#].[^\\s]*$',
  '^[A-Za-z0-9+/]*={0,2}$',
  '^(?=.*[a-z])(?=.*\\d).{8,64}$',
  '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$',
  '^(a+)+',
  '^.*$',
  '^(GET|PUT|POST)(,(GET|PUT|POST))*$',
  '^arn:aws[a-z-]*:[a-z]+:[a-z0-9-]*:\\d*:.+$',
  "^[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+)*$",
  '^(\\d{1,3},)*\\d{1,3}$',
])('%s does not', (pattern) => {
  expect(backtracksExponentially(pattern, pattern.includes("#$%&'*") ? '' : 'u')).toBe(false);
});

it('long patterns are checked quickly', () => {
  const patterns = ['(a?){400}b', `^${'(a|b|c)*'.repeat(60)}$`, `^(${'a?b?'.repeat(90)})*$`, '^(.{0,255}){0,255}$'];
  const judgeAll = () => {
    for (const pattern of patterns) backtracksExponentially(pattern, 'u');
  };
  expect(cpuTime(judgeAll)).toBeLessThan(10_000);
});
