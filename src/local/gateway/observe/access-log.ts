/** Writes one line in the stage's own format for each request that reached a stage. */
import { createHash } from 'node:crypto';
import type { LogSink } from '../../cloud.ts';
import type { Invocation } from '../invocation.ts';
import { compileTemplate, type Template } from '../values/template.ts';

const LOG_GROUP = /^arn:[\w-]+:logs:[\w-]*:\d*:log-group:([^:]+)/;

export function createAccessLog(logs: LogSink): (invocation: Invocation) => void {
  const formats = new Map<string, Template>();
  const streams = new Map<string, string>();
  const groups = new Map<string, string | undefined>();
  const templateOf = (format: string) => {
    const template = formats.get(format) ?? compileTemplate(format, '-');
    formats.set(format, template);
    return template;
  };
  const groupOf = (destinationArn: string) => {
    const group = groups.get(destinationArn) ?? LOG_GROUP.exec(destinationArn)?.[1];
    groups.set(destinationArn, group);
    return group;
  };
  const streamOf = (group: string) => {
    const stream = streams.get(group) ?? createHash('md5').update(group).digest('hex');
    streams.set(group, stream);
    return stream;
  };

  return (invocation) => {
    const { stage } = invocation;
    const settings = stage?.stage.accessLogSettings;
    if (stage === undefined || settings?.format === undefined) return;
    const name = groupOf(settings.destinationArn ?? '');
    if (name === undefined) return;
    // Canary requests have a group of their own, which AWS makes by itself (aws-facts §3).
    const group = stage.isCanary ? `${name}/Canary` : name;
    const message = templateOf(settings.format)(invocation);
    logs.write(stage.scope, { group, stream: streamOf(group), ...(stage.isCanary && { createGroup: true }) }, [
      { timestamp: invocation.startedAt, message },
    ]);
  };
}
