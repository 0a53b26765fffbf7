/** The AWS/Lambda metrics of one call, by function and by the qualifier that was called. */
import type { MetricDatum, MetricSink, Scope } from '../cloud.ts';

type Measured = readonly [name: string, value: number, unit: MetricDatum['unit']];

export interface MetricsRecorder {
  called(scope: Scope, name: string, qualifier: string | undefined, facts: CallFacts): void;
  throttled(scope: Scope, name: string, qualifier: string | undefined): void;
}

export interface CallFacts {
  readonly failed: boolean;
  /** milliseconds */
  readonly duration: number;
  readonly concurrent: number;
}

export function createMetricsRecorder(sink: MetricSink): MetricsRecorder {
  const record = (scope: Scope, name: string, qualifier: string | undefined, measured: readonly Measured[]) => {
    const byFunction = { FunctionName: name };
    const byResource = { FunctionName: name, Resource: qualifier === undefined ? name : `${name}:${qualifier}` };
    const data = [byFunction, byResource].flatMap((dimensions) =>
      measured.map(([metric, value, unit]) => ({ namespace: 'AWS/Lambda', name: metric, dimensions, value, unit })),
    );
    sink.record(scope, data);
  };
  return {
    called: (scope, name, qualifier, { failed, duration, concurrent }) =>
      record(scope, name, qualifier, [
        ['Invocations', 1, 'Count'],
        ['Errors', failed ? 1 : 0, 'Count'],
        ['Throttles', 0, 'Count'],
        ['Duration', duration, 'Milliseconds'],
        ['ConcurrentExecutions', concurrent, 'Count'],
      ]),
    throttled: (scope, name, qualifier) => record(scope, name, qualifier, [['Throttles', 1, 'Count']]),
  };
}
