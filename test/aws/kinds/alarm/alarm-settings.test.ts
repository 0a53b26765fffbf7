import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alarmInput, comparable, describedAlarm } from '../../../../src/aws/kinds/alarm/alarm-settings.ts';
import type { DesiredAlarm } from '../../../../src/aws/kinds/alarm/shape.ts';
import { markOf, splitMark, withMark } from '../../../../src/aws/ownership/ownership-mark.ts';

const word = fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom(...'abcXYZ09-_') });
const tags = fc.dictionary(word, word).map((more) => ({ ...more, 'apikit:app': 'items', 'apikit:stage': 'dev' }));
const metric = fc.record({
  id: word.map((text) => `m${text}`),
  namespace: word,
  name: word,
  dimensions: fc.dictionary(word, word),
  stat: fc.constantFrom('Sum', 'Average', 'p99'),
});
const shared = {
  description: fc.string({ maxLength: 60 }),
  period: fc.constantFrom(60, 300),
  evaluationPeriods: fc.integer({ min: 1, max: 5 }),
  datapointsToAlarm: fc.constant(1),
  threshold: fc.double({ noNaN: true }),
  comparison: fc.constant('GreaterThanThreshold' as const),
  treatMissingData: fc.constantFrom('notBreaching' as const, 'missing' as const),
  actions: fc.array(word),
  okActions: fc.array(word),
  tags,
};
const alarm: fc.Arbitrary<DesiredAlarm> = fc.oneof(
  fc.record({ ...shared, metrics: fc.tuple(metric) }),
  fc.record({
    ...shared,
    metrics: fc.uniqueArray(metric, { minLength: 1, maxLength: 3, selector: ({ id }) => id }),
    expression: word,
  }),
);

describe('alarm settings', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(alarm, (properties) => {
        const resource = { id: 'alarm/a', kind: 'alarm' as const, name: 'a', properties };
        // DescribeAlarms returns what PutMetricAlarm received, without the tags.
        const answer = alarmInput(resource) as MetricAlarm;
        expect(describedAlarm(answer)).toEqual(comparable(properties));
        expect(splitMark(answer.AlarmDescription ?? '').mark).toEqual(markOf(properties.tags));
      }),
    );
  });

  it('contain a mark of the owner, and show any change of the tags in any order', () => {
    const mark = markOf({ 'apikit:app': 'items', 'apikit:stage': 'dev', team: 'blue' });
    expect(withMark('Errors (many)', mark)).toMatch(/^Errors \(many\) \(apikit items\/dev, tags [0-9a-f]{8}\)$/);
    expect(markOf({ team: 'blue', 'apikit:stage': 'dev', 'apikit:app': 'items' })).toEqual(mark);
    expect(markOf({ team: 'red', 'apikit:app': 'items', 'apikit:stage': 'dev' }).digest).not.toBe(mark.digest);
    expect(splitMark('Somebody made this by hand')).toEqual({ description: 'Somebody made this by hand' });
  });
});
