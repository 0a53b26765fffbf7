/** The metrics and the threshold of one alarm, before it has a name and actions. */
import type { AlarmMetric, AlarmProperties } from '../aws/kinds/alarm/shape.ts';
import type { Later } from '../engine/resource.ts';

export interface Watch
  extends Pick<AlarmProperties, 'description' | 'threshold' | 'datapointsToAlarm' | 'evaluationPeriods'> {
  /** One metric, or several that `expression` combines. */
  readonly metrics: readonly AlarmMetric<Later<string>>[];
  readonly expression?: string;
  /** The resource that must exist first: an alarm on something that does not exist yet would count missing data. */
  readonly after: string;
}

/** How many of the last minutes must be above the threshold. */
type Points = Pick<Watch, 'datapointsToAlarm' | 'evaluationPeriods'>;

/** For faults that must ring at the first minute. */
export const AT_ONCE: Points = { datapointsToAlarm: 1, evaluationPeriods: 1 };
export const TWO_OF_THREE: Points = { datapointsToAlarm: 2, evaluationPeriods: 3 };
export const THREE_OF_FIVE: Points = { datapointsToAlarm: 3, evaluationPeriods: 5 };

export function one(metric: Omit<AlarmMetric<Later<string>>, 'id'>): Pick<Watch, 'metrics'> {
  return { metrics: [{ id: 'm', ...metric }] };
}

export function percent(share: number): string {
  return `${Number((share * 100).toFixed(4))} %`;
}
