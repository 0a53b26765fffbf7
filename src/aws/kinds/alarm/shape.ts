/** The shape of a CloudWatch alarm. Types only. */
import type { Later, Resolved } from '../../../engine/resource.ts';
import type { Tags } from '../../../naming/tags.ts';

/** One metric of an alarm. */
export type AlarmMetric<Text = string> = {
  id: string;
  namespace: string;
  name: string;
  dimensions: Record<string, Text>;
  /** For example `Sum`, `Average`, `p99`. */
  stat: string;
};

/** With `expression`, the metrics are its inputs; without, there is one metric. */
export type AlarmProperties = {
  description: string;
  metrics: AlarmMetric<Later<string>>[];
  expression?: string;
  /** Seconds. */
  period: number;
  evaluationPeriods: number;
  datapointsToAlarm: number;
  threshold: number;
  comparison: 'GreaterThanThreshold' | 'GreaterThanOrEqualToThreshold';
  treatMissingData: 'notBreaching' | 'missing' | 'ignore' | 'breaching';
  actions: Later<string>[];
  /** The targets that are notified when the alarm goes back to `OK`. Optional. */
  okActions?: Later<string>[];
  tags: Tags;
};

/** The compared settings. The tags are not among them: a mark in the description stands for them. */
export type ComparableAlarm<Action = string> = {
  description: string;
  /** The metrics by ID. A single metric has the ID `metric`. */
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
    /** Absent if the description has no mark of ours. */
    tagsDigest?: string;
  };
}

export type DesiredAlarm = Resolved<AlarmProperties>;
