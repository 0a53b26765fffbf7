/** Writes one line in the stage's own format for each request that reached a stage of an HTTP API. */
import type { LogSink } from '../../cloud/cloud.ts';
import { escaped } from '../observe/access-log.ts';
import { createLogDestinations } from '../observe/log-destinations.ts';
import { httpContextVariable } from './http-context.ts';
import type { HttpInvocation } from './http-invocation.ts';

type Format = (invocation: HttpInvocation) => string;

const VARIABLE = /\$context\.(\w+(?:\.\w+)*)/g;

export function createHttpAccessLog(logs: LogSink): (invocation: HttpInvocation) => void {
  const formats = new Map<string, Format>();
  const destinations = createLogDestinations();
  return (invocation) => {
    const { Format: text, DestinationArn = '' } = invocation.stage?.stage.AccessLogSettings ?? {};
    const group = text === undefined ? undefined : destinations.groupOf(DestinationArn);
    if (text === undefined || group === undefined) return;
    const format = formats.get(text) ?? compileFormat(text);
    formats.set(text, format);
    const event = { timestamp: invocation.startedAt, message: format(invocation) };
    logs.write(invocation.stage!.scope, { group, stream: destinations.streamOf(group), createGroup: false }, [event]);
  };
}

/** A variable without a value is `-`. */
function compileFormat(text: string): Format {
  const parts: (string | ReturnType<typeof httpContextVariable>)[] = [];
  let end = 0;
  for (const match of text.matchAll(VARIABLE)) {
    const name = match[1]!;
    const read = httpContextVariable(name);
    parts.push(text.slice(end, match.index), (invocation) => {
      const value = read(invocation);
      return value === undefined ? undefined : escaped(value, name);
    });
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  return (invocation) => parts.map((part) => (typeof part === 'string' ? part : (part(invocation) ?? '-'))).join('');
}
