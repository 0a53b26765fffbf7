/**
 * An alarm's state from what was recorded. Nothing runs in the background: the state is worked out when somebody looks, once
 * a minute has gone by since it was last set. Actions are not carried out. Only the last `EvaluationPeriods` complete
 * periods count, where AWS also looks further back over gaps.
 */
import type { OperationContext } from '../../operation.ts';
import { type Alarm, type AlarmConfiguration, type AlarmState, alarmsOf, queriesOf } from './alarm.ts';
import { evaluateQuery, isReturned, periodOf } from './metric-queries.ts';

const MINUTE = 60_000;

/** The alarm with its present state, which is stored if it is another one. */
export function evaluated(alarm: Alarm, context: OperationContext): Alarm {
  const now = context.cloud.clock.now();
  if (Math.floor(now / MINUTE) <= Math.floor(Math.max(alarm.stateUpdatedAt, alarm.configuredAt) / MINUTE)) return alarm;
  const { state, reason } = evaluate(alarm, now, context);
  if (state === alarm.state) return alarm;
  const changed: Alarm = {
    ...alarm,
    state,
    stateReason: reason,
    stateUpdatedAt: now,
    stateTransitionedAt: now,
  };
  alarmsOf(context.cloud, context).put(alarm.configuration.AlarmName, changed);
  return changed;
}

interface Verdict {
  readonly state: AlarmState;
  readonly reason: string;
}

function evaluate({ configuration, state }: Alarm, now: number, context: OperationContext): Verdict {
  const recent = recentValues(configuration, now, context);
  const known = recent.filter((value) => value !== undefined);
  const needed = configuration.DatapointsToAlarm ?? configuration.EvaluationPeriods;
  const missing = recent.length - known.length;
  const treatment = treatmentOfMissing(configuration);
  if (known.length === 0 && treatment === 'ignore') return { state, reason: '' };
  if (known.length === 0 && treatment === 'missing') {
    return {
      state: 'INSUFFICIENT_DATA',
      reason: `Insufficient Data: ${counted(missing)} ${missing === 1 ? 'was' : 'were'} unknown.`,
    };
  }
  const breaching = known.filter((value) => breaches(value, configuration));
  const count = breaching.length + (treatment === 'breaching' ? missing : 0);
  const crossed = count >= needed;
  const words = `${crossed ? '' : 'not '}${OPERATOR_WORDS[configuration.ComparisonOperator]} the threshold (${configuration.Threshold})`;
  const filled =
    missing > 0 && known.length === 0
      ? `no datapoints were received for ${counted(missing)} and ${counted(missing)} ${missing === 1 ? 'was' : 'were'} treated as [${treatment === 'breaching' ? 'Breaching' : 'NonBreaching'}].`
      : undefined;
  const listed = known.map((value) => String(value)).join(', ');
  return {
    state: crossed ? 'ALARM' : 'OK',
    reason:
      filled !== undefined
        ? `Threshold Crossed: ${filled}`
        : `Threshold Crossed: ${crossed ? count : known.length - breaching.length} out of the last ${counted(recent.length)} [${listed}] ${known.length === 1 ? 'was' : 'were'} ${words}${crossed ? ` (minimum ${counted(needed)} for OK -> ALARM transition)` : ''}.`,
  };
}

/** One value for each of the last complete periods, oldest first. */
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

/** DynamoDB's alarms ignore missing data whatever is set (aws-facts §7). */
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

const counted = (count: number) => `${count} datapoint${count === 1 ? '' : 's'}`;
