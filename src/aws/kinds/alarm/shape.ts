/** The shape of a CloudWatch alarm. Types only. */
import type { Later, Resolved } from '../../../engine/resource.ts';
import type { Tags } from '../../../naming/tags.ts';

/** One metric of an alarm. */
export type AlarmMetric = {
  id: string;
  namespace: string;
  name: string;
  dimensions: Record<string, string>;
  /** `Sum`, `Average`, `p99`… */
  stat: string;
};

/** With `expression`, the metrics are its inputs; without, there is one metric. */
export type AlarmProperties = {
  description: string;
  metrics: AlarmMetric[];
  expression?: string;
  /** seconds */
  period: number;
  evaluationPeriods: number;
  datapointsToAlarm: number;
  threshold: number;
  comparison: 'GreaterThanThreshold' | 'GreaterThanOrEqualToThreshold';
  treatMissingData: 'notBreaching' | 'missing' | 'ignore' | 'breaching';
  actions: Later<string>[];
  /** The receivers of the message that the alarm is over. Optional. */
  okActions?: Later<string>[];
  tags: Tags;
};

/** The compared settings. The tags are not among them: a mark in the description stands for them. */
export type ComparableAlarm<Action = string> = {
  description: string;
  /** By id; `metric` where there is only one. */
  metrics: Record<string, Omit<AlarmMetric, 'id'>>;
  expression?: string;
  period: number;
  evaluationPeriods: number;
  datapointsToAlarm: number;
  threshold: number;
  comparison: string;
  treatMissingData: string;
  actions: Action[];
  okActions: Action[];
};

export interface AlarmShape {
  kind: 'alarm';
  properties: AlarmProperties;
  attributes: { arn: string; name: string };
  found: ComparableAlarm & {
    /** Absent: it carries no mark of ours. */
    tagsDigest?: string;
  };
}

export type DesiredAlarm = Resolved<AlarmProperties>;
