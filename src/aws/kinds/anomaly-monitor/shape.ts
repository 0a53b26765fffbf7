/** The shape of a cost monitor with its subscription. Types only. */
import type { Tags } from '../../../naming/tags.ts';

/** Both belong to the account, and have the names of stage and region. */
export type AnomalyMonitorProperties = {
  /** In USD. */
  threshold: number;
  /** E-mail addresses, or the ARN of one topic. */
  notify: string[];
  frequency: 'daily' | 'weekly' | 'immediate';
  tags: Tags;
};

/** The part of a subscription that apikit sets, apart from its name and its monitor. */
export interface SubscriptionSettings {
  /** USD. An expression of another form is text, so that it never equals ours. */
  readonly threshold: number | string;
  readonly frequency: string;
  /** In alphabetical order. */
  readonly notify: readonly string[];
}

export interface AnomalyMonitorShape {
  kind: 'anomaly-monitor';
  properties: AnomalyMonitorProperties;
  attributes: { id: string; arn: string; name: string };
  /** The settings of the subscription are absent if there is no subscription. */
  found: Partial<SubscriptionSettings> & {
    monitors: unknown;
    /** How many subscriptions of this name the monitor has. */
    subscriptions: number;
    tags: Tags;
  };
}
