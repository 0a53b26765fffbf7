/** The shape of a log group. Types only. */
import type { Later } from '../../../engine/resource.ts';
import type { Tags } from '../../../naming/tags.ts';

export type LogGroupProperties = {
  retentionDays: number;
  /** The ARN of the key; `false` removes it. Without it, the key stays as it is. */
  kmsKey?: string | false;
  /** The API whose ID replaces `{api}` in the name. */
  api?: Later<string>;
  tags: Tags;
};

export interface LogGroupShape {
  kind: 'log-group';
  properties: LogGroupProperties;
  attributes: {
    /** The ARN without `:*` at the end. */
    arn: string;
    name: string;
    /** The number of metric filters, whoever owns them. */
    metricFilters?: number;
  };
  found: { retentionDays: number | undefined; kmsKey: string | false; tags: Tags };
}
