/** The description of a stage says how it came to serve its release. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatSwitchRecord,
  parseSwitchRecord,
  type SwitchRecord,
  servedAt,
  switchAfter,
} from '../../../src/aws/releases/switch-record.ts';

const time = (minute: number) => new Date(Date.UTC(2026, 10, 29, 0, minute)).toISOString();

/** A stage that serves `d0` from minute 0 on, `d1` from minute 1 on, and so on. */
function afterSwitches(count: number, reason?: string): SwitchRecord {
  let record: SwitchRecord = { how: 'deploy', time: time(0) };
  for (let n = 1; n <= count; n++) {
    const next: SwitchRecord = { how: 'deploy', time: time(n), from: `d${n - 1}`, ...(reason && { reason }) };
    record = parseSwitchRecord(formatSwitchRecord(switchAfter(record, next))) as SwitchRecord;
  }
  return record;
}

describe('the record of a switch', () => {
  it('shows what the stage served at a given time', () => {
    const record = afterSwitches(3);
    const at = (minute: number) => servedAt(record, 'd3', Date.parse(time(minute)) + 30_000);
    expect([0, 1, 2, 3, 9].map(at)).toEqual(['d0', 'd1', 'd2', 'd3', 'd3']);
    expect(at(-1)).toBeUndefined();
  });

  it('has room for ten of them beside a long reason and an ARN, and drops the oldest first', () => {
    const record = afterSwitches(60, 'w'.repeat(300));
    expect(servedAt(record, 'd60', Date.parse(time(50)))).toBe('d50');
    expect(servedAt(record, 'd60', Date.parse(time(0)))).toBeUndefined();
  });

  it('names the promoted release of another stage', () => {
    const record: SwitchRecord = { how: 'promote', time: time(1), source: { stage: 'staging', release: '4f2a' } };
    expect(parseSwitchRecord(formatSwitchRecord(record))).toEqual(record);
    expect(parseSwitchRecord('{"how":"promote","time":"x","source":"staging"}')).toBeUndefined();
  });

  it('always fits into a description, and is read as it was written', () => {
    const text = fc.string({ maxLength: 400 });
    const served = fc.array(fc.tuple(fc.string({ minLength: 6, maxLength: 10 }), fc.constant(time(1))), {
      maxLength: 40,
    });
    const record = fc.record({
      reason: text,
      by: fc.string({ maxLength: 200 }),
      from: fc.string({ maxLength: 10 }),
      served,
    });
    fc.assert(
      fc.property(record, ({ served: before, ...rest }) => {
        const written = formatSwitchRecord({ how: 'rollback', time: time(9), ...rest, served: before });
        const read = parseSwitchRecord(written);
        expect(read).toMatchObject({ how: 'rollback', time: time(9), from: rest.from, reason: rest.reason });
        expect(before.slice(0, read?.served?.length ?? 0)).toEqual(read?.served ?? []);
        if (JSON.stringify(rest.reason).length <= 402) expect(written.length).toBeLessThanOrEqual(1024);
      }),
    );
  });

  it('keeps the watch of a canary, whatever it has to drop instead', () => {
    const watch = {
      since: time(1),
      share: time(2),
      steps: Array.from({ length: 20 }, (_, n) => 5 * (n + 1)),
      every: 300,
    };
    const by = `arn:aws:sts::123456789012:assumed-role/${'r'.repeat(64)}/${'s'.repeat(64)}`;
    const record = {
      how: 'rollback',
      time: time(0),
      by,
      reason: 'x'.repeat(400),
      canary: { time: time(1), by, watch },
    } as const;
    const written = formatSwitchRecord({ ...record, served: [['d1', time(0)]] });
    expect(written.length).toBeLessThanOrEqual(1024);
    expect(parseSwitchRecord(written)).toMatchObject({ reason: record.reason, canary: { time: time(1), watch } });
  });

  it.each([
    ['not a list', { served: 'd1' }],
    ['a pair without a time', { served: [['d1']] }],
    ['a time that is not text', { served: [['d1', 7]] }],
    [
      'valid, and a watch has no steps',
      { canary: { time: time(0), watch: { since: time(0), share: time(0), every: 5 } } },
    ],
    [
      'valid, and a watch has no valid start',
      { canary: { time: time(0), watch: { since: 'soon', share: time(0), steps: [1], every: 5 } } },
    ],
  ])('is ignored if the list of served releases is %s', (_, wrong) => {
    const text = JSON.stringify({ how: 'deploy', time: time(0), ...wrong });
    expect(parseSwitchRecord(text)).toBeUndefined();
  });
});
