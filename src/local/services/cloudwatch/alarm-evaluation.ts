/**
 * Computes an alarm's state from the recorded data. Nothing runs in the background: the state is computed on read, at
 * most once a minute. Actions are not carried out. Only the last `EvaluationPeriods` complete periods count; AWS also
 * looks further back over gaps.
 */
import type { OperationContext } from '../../cloud/operation.ts';
import type { StateValue } from '../../models/cloudwatch.ts';
import { type Alarm, type AlarmConfiguration, alarmsOf, queriesOf } from './alarm.ts';
import { recordStateChange } from './alarm-history.ts';
import { evaluateQuery, isReturned, periodOf } from './metric-queries.ts';

const MINUTE = 60_000;

/** Returns the alarm with its current state, and stores the state if it has changed. */
export function evaluated(alarm: Alarm, context: OperationContext): Alarm {
  const now = context.cloud.clock.now();
  if (Math.floor(now / MINUTE) <= Math.floor(Math.max(alarm.stateUpdatedAt, alarm.configuredAt) / MINUTE)) return alarm;
  const verdict = evaluate(alarm.configuration, now, context);
  if (!verdict || verdict.state === alarm.state) return alarm;
  const changed: Alarm = {
    ...alarm,
    state: verdict.state,
    stateReason: verdict.reason,
    stateUpdatedAt: now,
    stateTransitionedAt: now,
  };
  recordStateChange(alarm, changed, context);
  alarmsOf(context.cloud, context).put(alarm.configuration.AlarmName, changed);
  return changed;
}

interface Verdict {
  readonly state: StateValue;
  readonly reason: string;
}

/** Returns `undefined` if there is no data, so that the alarm keeps its state. */
function evaluate(configuration: AlarmConfiguration, now: number, context: OperationContext): Verdict | undefined {
  const recent = recentValues(configuration, now, context);
  const known = recent.filter((value) => value !== undefined);
  const missing = recent.length - known.length;
  const treatment = treatmentOfMissing(configuration);
  if (known.length === 0 && treatment === 'ignore') return undefined;
  if (known.length === 0 && treatment === 'missing') {
    return { state: 'INSUFFICIENT_DATA', reason: `Insufficient Data: ${counted(missing)} ${were(missing)} unknown.` };
  }
  const needed = configuration.DatapointsToAlarm ?? configuration.EvaluationPeriods;
  const breaching = known.filter((value) => breaches(value, configuration)).length;
  const count = breaching + (treatment === 'breaching' ? missing : 0);
  const state = count >= needed ? 'ALARM' : 'OK';
  if (known.length === 0) {
    const treated = treatment === 'breaching' ? 'Breaching' : 'NonBreaching';
    const filled = `no datapoints were received for ${counted(missing)} and ${counted(missing)} ${were(missing)} treated as [${treated}].`;
    return { state, reason: `Threshold Crossed: ${filled}` };
  }
  const { ComparisonOperator, Threshold } = configuration;
  const compared = `${OPERATOR_WORDS[ComparisonOperator]} the threshold (${Threshold})`;
  const values = `out of the last ${counted(recent.length)} [${known.join(', ')}] ${were(known.length)}`;
  return {
    state,
    reason:
      state === 'ALARM'
        ? `Threshold Crossed: ${count} ${values} ${compared} (minimum ${counted(needed)} for OK -> ALARM transition).`
        : `Threshold Crossed: ${known.length - breaching} ${values} not ${compared}.`,
  };
}

/** Returns one value for each of the last complete periods, oldest first. */
function recentValues(
  configuration: AlarmConfiguration,
  now: number,
  context: OperationContext,
): (number | undefined)[] {
  const queries = queriesOf(configuration);
  const watched = queries.find(isReturned)!;
  const period = periodOf(watched, queries) * 1000;
  const to = Math.floor(now / period) * period;
  const from = to - configuration.EvaluationPeriods * period;
  const [points] = evaluateQuery(watched, queries, { from, to }, context);
  return Array.from({ length: configuration.EvaluationPeriods }, (_, index) => points?.get(from + index * period));
}

/** DynamoDB's alarms ignore missing data, whatever the setting is (docs/aws/cloudwatch.md). */
function treatmentOfMissing({ Namespace, TreatMissingData }: AlarmConfiguration): string {
  return Namespace === 'AWS/DynamoDB' ? 'ignore' : (TreatMissingData ?? 'missing');
}

function breaches(value: number, { ComparisonOperator, Threshold }: AlarmConfiguration): boolean {
  switch (ComparisonOperator) {
    case 'GreaterThanThreshold':
      return value > Threshold;
    case 'GreaterThanOrEqualToThreshold':
      return value >= Threshold;
    case 'LessThanThreshold':
      return value < Threshold;
    default:
      return value <= Threshold;
  }
}

const OPERATOR_WORDS: Record<string, string> = {
  GreaterThanThreshold: 'greater than',
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

const were = (count: number) => (count === 1 ? 'was' : 'were');
const counted = (count: number) => `${count} datapoint${count === 1 ? '' : 's'}`;
