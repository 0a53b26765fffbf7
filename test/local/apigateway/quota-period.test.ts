import fc from 'fast-check';
import { expect, test } from 'vitest';
import { periodStart } from '../../../src/local/state/apis/quota-period.ts';

test.each([
  ['DAY', 0, '2026-11-21', '2026-11-21'],
  ['WEEK', 0, '2026-11-21', '2026-11-15'],
  ['WEEK', 1, '2026-11-15', '2026-11-09'],
  ['MONTH', 0, '2026-11-21', '2026-11-01'],
  ['MONTH', 14, '2026-11-14', '2026-10-15'],
  ['MONTH', 14, '2026-11-15', '2026-11-15'],
  ['MONTH', 27, '2026-01-01', '2025-12-28'],
] as const)('%s with offset %i: %s is in the period that began on %s', (period, offset, day, start) => {
  expect(periodStart({ limit: 1, period, offset }, Date.parse(day))).toBe(Date.parse(start));
});

const quotas = fc.oneof(
  fc.constant({ limit: 1, period: 'DAY' as const, offset: 0 }),
  fc.integer({ min: 0, max: 6 }).map((offset) => ({ limit: 1, period: 'WEEK' as const, offset })),
  fc.integer({ min: 0, max: 27 }).map((offset) => ({ limit: 1, period: 'MONTH' as const, offset })),
);
const days = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

test('a period begins on or before its days, at most 31 days earlier, and its first day is in it', () => {
  fc.assert(
    fc.property(quotas, days, (quota, day) => {
      const start = periodStart(quota, Date.parse(day));
      const age = (Date.parse(day) - start) / 86_400_000;
      expect(age).toBeGreaterThanOrEqual(0);
      expect(age).toBeLessThan(31);
      expect(periodStart(quota, start)).toBe(start);
    }),
  );
});
