/** The shape of a CloudWatch dashboard. Types only. */
import type { Later, Resolved } from '../../../engine/resource.ts';
import type { Tags } from '../../../naming/tags.ts';
import type { ReleaseRecord } from '../../releases/release-record.ts';

export interface Widget {
  readonly type: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

export interface Body {
  readonly widgets: readonly Widget[];
}

export interface MarkedRelease {
  readonly record: Pick<ReleaseRecord, 'release' | 'time'>;
}

/** It belongs to the account, and its name contains stage and region. */
export type DashboardProperties = {
  /** The text at the top. The owner follows it. */
  text: string;
  /** In CloudWatch's own form, without `annotations` and `region`. Their titles are unique. */
  widgets: Widget[];
  /** The names of the alarms in the alarm widget. Without any, there is no such widget. */
  alarms: string[];
  /** How many of the newest releases in `history` every graph marks. */
  marks: number;
  history: Later<readonly MarkedRelease[]>;
  tags: Tags;
};

export interface DashboardShape {
  kind: 'dashboard';
  properties: DashboardProperties;
  attributes: { arn: string; name: string };
  found: {
    body: Body;
    /** Absent if the text has no mark of ours. */
    tagsDigest?: string;
  };
}

export type DesiredDashboard = Resolved<DashboardProperties>;
