/** The counts of the access log that `alarms` asks for: a metric filter for each, and the alarm on its metric. Pure. */
import type { MetricFilterShape } from '../aws/kinds/metric-filter/shape.ts';
import type { StageConfig } from '../config/config.ts';
import type { Resource } from '../engine/resource.ts';
import { accessLogGroup, baseName, metricFilterName } from '../naming/names.ts';
import { AT_ONCE, one, type Watch } from './alarm-watch.ts';

type Counted = 'throttled' | 'forbidden' | 'refusedKeys' | 'wafBlocked';

/** The patterns name members of the access log (`logs/access-log-format.ts`). The alarms are called `api-<name>`. */
const COUNTED: Readonly<Record<Counted, { name: string; metric: string; pattern: string; what: string }>> = {
  throttled: {
    name: 'throttled',
    metric: 'Throttled',
    pattern: '{ $.status = 429 }',
    what: 'requests are answered with 429',
  },
  forbidden: {
    name: 'forbidden',
    metric: 'Forbidden',
    pattern: '{ $.status = 403 }',
    what: 'requests are answered with 403',
  },
  refusedKeys: {
    name: 'refused-keys',
    metric: 'RefusedKeys',
    pattern: '{ $.errorType = "INVALID_API_KEY" }',
    what: 'requests have an API key that is disabled, unknown or missing',
  },
  wafBlocked: {
    name: 'waf-blocked',
    metric: 'WafBlocked',
    pattern: '{ $.errorType = "WAF_FILTERED" }',
    what: 'requests are blocked by the web ACL of AWS WAF',
  },
};

/** The counts that the configuration asks for, with the largest number in a minute that does not ring. */
function counted({ alarms }: StageConfig) {
  return (Object.keys(COUNTED) as Counted[]).flatMap((key) => {
    const most = alarms[key];
    return most === undefined ? [] : [{ ...COUNTED[key], most }];
  });
}

const namespaceOf = (config: StageConfig): string => `apikit/${baseName(config)}`;

export function accessLogFilters(config: StageConfig): Resource<MetricFilterShape>[] {
  if (!config.alarms.enabled) return [];
  return counted(config).map(({ name, metric, pattern }) => ({
    id: `metric-filter/${name}`,
    kind: 'metric-filter',
    name: metricFilterName(config, name),
    properties: {
      logGroup: accessLogGroup(config),
      pattern,
      namespace: namespaceOf(config),
      metric,
    },
    after: ['log-group/access'],
  }));
}

export function accessLogWatches(config: StageConfig): Record<string, Watch> {
  return Object.fromEntries(
    counted(config).map(({ name, metric, what, most }): [string, Watch] => [
      `api-${name}`,
      {
        description: `More than ${most} ${what} in a minute.`,
        ...one({ namespace: namespaceOf(config), dimensions: {}, name: metric, stat: 'Sum' }),
        threshold: most,
        ...AT_ONCE,
        after: `metric-filter/${name}`,
      },
    ]),
  );
}
