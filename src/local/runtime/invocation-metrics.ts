/** Records the AWS/Lambda metrics of one call, by function and by the called qualifier. */
import type { Meter, Metric, MetricSink, Scope } from '../cloud/cloud.ts';

export interface MetricsRecorder {
  called(scope: Scope, name: string, qualifier: string | undefined, facts: CallFacts): void;
  throttled(scope: Scope, name: string, qualifier: string | undefined): void;
}

export interface CallFacts {
  readonly failed: boolean;
  /** The duration in milliseconds. */
  readonly duration: number;
  readonly concurrent: number;
}

interface Meters {
  readonly invocations: Meter;
  readonly errors: Meter;
  readonly throttles: Meter;
  readonly duration: Meter;
  readonly concurrent: Meter;
}

export function createMetricsRecorder(sink: MetricSink): MetricsRecorder {
  const known = new Map<string, readonly Meters[]>();

  function metersOf(scope: Scope, name: string, qualifier: string | undefined): readonly Meters[] {
    const resource = qualifier === undefined ? name : `${name}:${qualifier}`;
    const key = `${scope.account}/${scope.region}/${resource}`;
    let meters = known.get(key);
    if (meters === undefined) {
      meters = [
        makeMeters(sink, scope, { FunctionName: name }),
        makeMeters(sink, scope, { FunctionName: name, Resource: resource }),
      ];
      known.set(key, meters);
    }
    return meters;
  }

  return {
    called(scope, name, qualifier, { failed, duration, concurrent }) {
      for (const meters of metersOf(scope, name, qualifier)) {
        meters.invocations(1);
        meters.errors(failed ? 1 : 0);
        meters.throttles(0);
        meters.duration(duration);
        meters.concurrent(concurrent);
      }
    },
    throttled(scope, name, qualifier) {
      for (const meters of metersOf(scope, name, qualifier)) meters.throttles(1);
    },
  };
}

function makeMeters(sink: MetricSink, scope: Scope, dimensions: Metric['dimensions']): Meters {
  const meter = (name: string, unit: Metric['unit']) =>
    sink.meter(scope, { namespace: 'AWS/Lambda', name, dimensions, unit });
  return {
    invocations: meter('Invocations', 'Count'),
    errors: meter('Errors', 'Count'),
    throttles: meter('Throttles', 'Count'),
    duration: meter('Duration', 'Milliseconds'),
    concurrent: meter('ConcurrentExecutions', 'Count'),
  };
}
