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

/** It belongs to the account, and is called after stage and region. */
export type DashboardProperties = {
  /** Above everything; with whose it is behind it. */
  text: string;
  /** In CloudWatch's own form, but for `annotations` and `region`. Their titles are unique. */
  widgets: Widget[];
  /** Names of alarms that are shown as such; none: no widget for them. */
  alarms: string[];
  /** The newest of `history` are marked in every graph, so many. */
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
    /** Absent: it carries no mark of ours. */
    tagsDigest?: string;
  };
}

export type DesiredDashboard = Resolved<DashboardProperties>;
