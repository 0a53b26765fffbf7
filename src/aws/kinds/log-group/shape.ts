/** The shape of a log group. Types only. */
import type { Later } from '../../../engine/resource.ts';
import type { Tags } from '../../../naming/tags.ts';

export type LogGroupProperties = {
  retentionDays: number;
  /** The API whose id stands in the name where the name has `{api}`. */
  api?: Later<string>;
  tags: Tags;
};

export interface LogGroupShape {
  kind: 'log-group';
  properties: LogGroupProperties;
  attributes: {
    /** Without the `:*` at the end. */
    arn: string;
    name: string;
    /** How many there are, whosever they are. */
    metricFilters?: number;
  };
  found: { retentionDays: number | undefined; tags: Tags };
}
