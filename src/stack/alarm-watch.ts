/** What one alarm watches, before it has a name and somebody to tell. */
import type { AlarmMetric, AlarmProperties } from '../aws/kinds/alarm/shape.ts';

export interface Watch
  extends Pick<AlarmProperties, 'description' | 'threshold' | 'datapointsToAlarm' | 'evaluationPeriods'> {
  /** One metric; of several, `expression` says what is made of them. */
  readonly metrics: readonly AlarmMetric[];
  readonly expression?: string;
  /** What has to be there first: an alarm on what is not there yet would count its absence. */
  readonly after: string;
}

/** How many of the last minutes have to be above the threshold. */
type Points = Pick<Watch, 'datapointsToAlarm' | 'evaluationPeriods'>;

/** What is wrong as soon as it happens. */
export const AT_ONCE: Points = { datapointsToAlarm: 1, evaluationPeriods: 1 };
export const TWO_OF_THREE: Points = { datapointsToAlarm: 2, evaluationPeriods: 3 };
export const THREE_OF_FIVE: Points = { datapointsToAlarm: 3, evaluationPeriods: 5 };

export function one(metric: Omit<AlarmMetric, 'id'>): Pick<Watch, 'metrics'> {
  return { metrics: [{ id: 'm', ...metric }] };
}

export function percent(share: number): string {
  return `${Number((share * 100).toFixed(4))} %`;
}
