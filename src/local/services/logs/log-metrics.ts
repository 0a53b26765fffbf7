/** The AWS/Logs metrics of a group: the ingested events and their uncompressed bytes (docs/aws/logs.md). */
import type { LogEvent, Meter, MetricSink, Scope } from '../../cloud/cloud.ts';
import type { LogGroup } from './model.ts';

const known = new WeakMap<MetricSink, Map<string, readonly [events: Meter, bytes: Meter]>>();

export function countIncoming(
  sink: MetricSink,
  scope: Scope,
  { logGroupName: group }: LogGroup,
  events: readonly LogEvent[],
): void {
  const meters = known.get(sink) ?? new Map<string, readonly [Meter, Meter]>();
  known.set(sink, meters);
  const key = `${scope.account}/${scope.region}/${group}`;
  const found = meters.get(key) ?? makeMeters(sink, scope, group);
  meters.set(key, found);
  found[0](events.length);
  found[1](events.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0));
}

function makeMeters(sink: MetricSink, scope: Scope, group: string): readonly [Meter, Meter] {
  const meter = (name: string, unit: 'None' | 'Bytes') =>
    sink.meter(scope, { namespace: 'AWS/Logs', name, dimensions: { LogGroupName: group }, unit });
  return [meter('IncomingLogEvents', 'None'), meter('IncomingBytes', 'Bytes')];
}
