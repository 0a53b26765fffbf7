/** The metrics of HTTP APIs in AWS/ApiGateway, for the API, the stage and, if enabled, the route. */
import type { Meter, Metric, MetricSink } from '../../cloud/cloud.ts';
import type { HttpInvocation } from './http-invocation.ts';

const UNITS = {
  Count: 'Count',
  '4xx': 'Count',
  '5xx': 'Count',
  Latency: 'Milliseconds',
  IntegrationLatency: 'Milliseconds',
  DataProcessed: 'Bytes',
} as const satisfies Record<string, Metric['unit']>;

type Name = keyof typeof UNITS;

export function createHttpMetrics(sink: MetricSink): (invocation: HttpInvocation) => void {
  const meters = new Map<string, Meter>();
  const meterOf = ({ stage, target }: HttpInvocation, name: Name, dimensions: Metric['dimensions']) => {
    const key = `${name} ${target.apiId} ${Object.values(dimensions).join(' ')}`;
    const meter =
      meters.get(key) ?? sink.meter(stage!.scope, { namespace: 'AWS/ApiGateway', name, dimensions, unit: UNITS[name] });
    meters.set(key, meter);
    return meter;
  };
  return (invocation) => {
    const { stage, outcome } = invocation;
    if (!stage || !outcome) return;
    const values = valuesOf(invocation, outcome);
    for (const dimensions of dimensionsOf(invocation)) {
      for (const [name, value] of values) meterOf(invocation, name, dimensions)(value);
    }
  };
}

function valuesOf(
  { body, integration }: HttpInvocation,
  { status, latency, length }: NonNullable<HttpInvocation['outcome']>,
): [Name, number][] {
  return [
    ['Count', 1],
    ['4xx', status >= 400 && status < 500 ? 1 : 0],
    ['5xx', status >= 500 ? 1 : 0],
    ['Latency', latency],
    ...(integration ? [['IntegrationLatency', integration.latency] as [Name, number]] : []),
    ['DataProcessed', body.length + length],
  ];
}

/** A route has metrics of its own if the stage has detailed metrics for it. */
function dimensionsOf({ stage, stageName, target, route }: HttpInvocation): Metric['dimensions'][] {
  const ofApi = { ApiId: target.apiId };
  const ofStage = { ...ofApi, Stage: stageName };
  if (!route) return [ofApi, ofStage];
  const { DefaultRouteSettings, RouteSettings } = stage!.stage;
  const { key } = route.route;
  const isDetailed = RouteSettings?.[key]?.DetailedMetricsEnabled ?? DefaultRouteSettings?.DetailedMetricsEnabled;
  if (!isDetailed) return [ofApi, ofStage];
  const [Method = key, Resource = key] = key.split(' ');
  return [ofApi, ofStage, { ...ofStage, Method, Resource }];
}
