/** The metrics of AWS/ApiGateway: of the API, of the stage, and of the method where the stage asks for it. */
import type { MetricDatum, MetricSink } from '../../cloud.ts';
import type { Invocation } from '../invocation.ts';
import { methodSetting } from '../method-setting.ts';

const NAMESPACE = 'AWS/ApiGateway';

type Measure = Pick<MetricDatum, 'name' | 'value' | 'unit'>;
type Dimensions = MetricDatum['dimensions'];

export function recordMetrics(metrics: MetricSink, invocation: Invocation): void {
  const { stage, outcome, integration, cache } = invocation;
  if (stage === undefined || outcome === undefined) return;
  const measures: Measure[] = [
    { name: 'Count', value: 1, unit: 'Count' },
    { name: '4XXError', value: outcome.status >= 400 && outcome.status < 500 ? 1 : 0, unit: 'Count' },
    { name: '5XXError', value: outcome.status >= 500 ? 1 : 0, unit: 'Count' },
    { name: 'Latency', value: outcome.latency, unit: 'Milliseconds' },
  ];
  if (integration) measures.push({ name: 'IntegrationLatency', value: integration.latency, unit: 'Milliseconds' });

  if (cache) measures.push({ name: cache === 'hit' ? 'CacheHitCount' : 'CacheMissCount', value: 1, unit: 'Count' });

  const data: MetricDatum[] = [];
  for (const dimensions of dimensionSets(invocation)) {
    for (const measure of measures) data.push({ namespace: NAMESPACE, dimensions, ...measure });
  }
  metrics.record(stage.scope, data);
}

function dimensionSets(invocation: Invocation): Dimensions[] {
  const { stage, route, stageName, httpMethod, target } = invocation;
  const ApiName = metricName(stage!.api.name, target.apiId);
  const sets: Dimensions[] = [{ ApiName }, { ApiName, Stage: stageName }];
  if (!route) return sets;
  if (methodSetting(invocation)?.metricsEnabled) {
    sets.push({ ApiName, Method: httpMethod, Resource: route.method.resourcePath, Stage: stageName });
  }
  return sets;
}

/** The API's name without what is not ASCII; its id when nothing is left (aws-facts §6). */
function metricName(name: string, apiId: string): string {
  return name.replaceAll(/[^\x20-\x7e]/g, '').trim() || apiId;
}
