/** The metrics of AWS/ApiGateway: for the API, for the stage, and for the method if the stage enables them. */
import type { Meter, Metric, MetricSink } from '../../cloud/cloud.ts';
import type { Invocation } from '../invocation.ts';
import { methodSetting } from '../method-setting.ts';

interface Meters {
  readonly count: Meter;
  readonly clientErrors: Meter;
  readonly serverErrors: Meter;
  readonly latency: Meter;
  readonly integrationLatency: Meter;
  readonly cacheHits: Meter;
  readonly cacheMisses: Meter;
}

export function createMetrics(sink: MetricSink): (invocation: Invocation) => void {
  const known = new Map<string, Meters>();

  function metersOf({ stage, stageName, target, httpMethod }: Invocation, level: Level, resource = ''): Meters {
    const { scope, api } = stage!;
    const key = `${level} ${target.apiId} ${stageName} ${httpMethod} ${resource} ${api.name}`;
    let meters = known.get(key);
    if (meters === undefined) {
      const ApiName = metricName(api.name, target.apiId);
      meters = makeMeters(sink, scope, {
        ApiName,
        ...(level !== 'api' && { Stage: stageName }),
        ...(level === 'method' && { Method: httpMethod, Resource: resource }),
      });
      known.set(key, meters);
    }
    return meters;
  }

  return (invocation) => {
    const { stage, route } = invocation;
    if (stage === undefined) return;
    record(metersOf(invocation, 'api'), invocation);
    record(metersOf(invocation, 'stage'), invocation);
    if (route && methodSetting(invocation)?.metricsEnabled) {
      record(metersOf(invocation, 'method', route.method.resourcePath), invocation);
    }
  };
}

type Level = 'api' | 'stage' | 'method';

function makeMeters(sink: MetricSink, scope: Parameters<MetricSink['meter']>[0], dimensions: Metric['dimensions']) {
  const meter = (name: string, unit: Metric['unit']) =>
    sink.meter(scope, { namespace: 'AWS/ApiGateway', name, dimensions, unit });
  return {
    count: meter('Count', 'Count'),
    clientErrors: meter('4XXError', 'Count'),
    serverErrors: meter('5XXError', 'Count'),
    latency: meter('Latency', 'Milliseconds'),
    integrationLatency: meter('IntegrationLatency', 'Milliseconds'),
    cacheHits: meter('CacheHitCount', 'Count'),
    cacheMisses: meter('CacheMissCount', 'Count'),
  };
}

function record(meters: Meters, { outcome, integration, cache }: Invocation): void {
  if (outcome === undefined) return;
  meters.count(1);
  meters.clientErrors(outcome.status >= 400 && outcome.status < 500 ? 1 : 0);
  meters.serverErrors(outcome.status >= 500 ? 1 : 0);
  meters.latency(outcome.latency);
  if (integration) meters.integrationLatency(integration.latency);
  if (cache === 'hit') meters.cacheHits(1);
  if (cache === 'miss') meters.cacheMisses(1);
}

/** Returns the API's name without non-ASCII characters, or its ID if nothing is left (docs/aws/cloudwatch.md). */
function metricName(name: string, apiId: string): string {
  return name.replaceAll(/[^\x20-\x7e]/g, '').trim() || apiId;
}
