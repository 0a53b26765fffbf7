/** The log group that an access log's ARN names, and the stream in it. Each is computed once. */
import { createHash } from 'node:crypto';

const LOG_GROUP = /^arn:[\w-]+:logs:[\w-]*:\d*:log-group:([^:]+)/;

export interface LogDestinations {
  /** Returns `undefined` for an ARN that names no log group. */
  groupOf(destinationArn: string): string | undefined;
  streamOf(group: string): string;
}

export function createLogDestinations(): LogDestinations {
  const streams = new Map<string, string>();
  const groups = new Map<string, string | undefined>();
  return {
    groupOf(destinationArn) {
      const group = groups.get(destinationArn) ?? LOG_GROUP.exec(destinationArn)?.[1];
      groups.set(destinationArn, group);
      return group;
    },
    streamOf(group) {
      const stream = streams.get(group) ?? createHash('md5').update(group).digest('hex');
      streams.set(group, stream);
      return stream;
    },
  };
}
