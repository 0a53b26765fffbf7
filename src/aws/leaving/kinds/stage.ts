/** How the stage of a REST API leaves, with the settings of its methods. */

import type { MethodProperties, StageProperties, StageShape } from '../../kinds/stage/shape.ts';
import { EVERY_METHOD, STRATEGIES } from '../../kinds/stage/stage-methods.ts';
import { toTagList } from '../../ownership/ownership.ts';
import { formatSwitchRecord, type SwitchRecord } from '../../releases/switch-record.ts';
import { block, type Leaving, type Live } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

export const stage: Leaving<StageShape> = {
  cloudFormation(live) {
    const { resource, attributes } = live;
    const { api, deployment, cache, tracing, accessLog, variables, tags } = resource.properties;
    return [
      {
        logicalId: logicalId(resource.id),
        type: 'AWS::ApiGateway::Stage',
        properties: {
          RestApiId: api,
          StageName: attributes.name,
          DeploymentId: deployment,
          ...switchIn(live, 'Description'),
          ...(cache && { CacheClusterEnabled: true, CacheClusterSize: cache.size }),
          MethodSettings: methodsOf(live).map(({ route, settings }) => cloudFormationSettings(route, settings)),
          ...(attributes.clientCertificate && { ClientCertificateId: attributes.clientCertificate }),
          TracingEnabled: tracing,
          AccessLogSetting: { DestinationArn: accessLog.destination, Format: accessLog.format },
          ...(Object.keys(variables).length > 0 && { Variables: variables }),
          Tags: toTagList(tags),
        },
        identifier: { RestApiId: api, StageName: attributes.name },
      },
    ];
  },

  terraform(live) {
    const { resource, attributes } = live;
    const { api, deployment, cache, tracing, accessLog, variables, tags } = resource.properties;
    return [
      {
        type: 'aws_api_gateway_stage',
        name: terraformName(resource.id),
        body: {
          rest_api_id: api,
          stage_name: attributes.name,
          deployment_id: deployment,
          ...switchIn(live, 'description'),
          ...(cache && { cache_cluster_enabled: true, cache_cluster_size: cache.size }),
          ...(attributes.clientCertificate && { client_certificate_id: attributes.clientCertificate }),
          xray_tracing_enabled: tracing,
          access_log_settings: block({ destination_arn: accessLog.destination, format: accessLog.format }),
          ...(Object.keys(variables).length > 0 && { variables }),
          tags,
        },
        importId: `${api}/${attributes.name}`,
        values: { arn: attributes.arn },
      },
      ...methodsOf(live).map(({ route, settings }) => {
        const methodPath = `${route.path.replace(/^\//, '')}/${route.method}`;
        return {
          type: 'aws_api_gateway_method_settings',
          name: route.path === '*' ? 'every_method' : terraformName(route.method, route.path || 'root'),
          body: {
            rest_api_id: api,
            stage_name: attributes.name,
            method_path: methodPath,
            settings: block(terraformSettings(settings)),
          },
          importId: `${api}/${attributes.name}/${methodPath}`,
        };
      }),
    ];
  },
};

interface Switched {
  readonly attributes: { readonly switched?: SwitchRecord };
}

/** The record of the last switch, which other tools would delete if it were not in the template. */
export function switchIn({ attributes: { switched } }: Switched, member: string) {
  return switched === undefined ? {} : { [member]: formatSwitchRecord(switched) };
}

interface Route {
  readonly method: string;
  readonly path: string;
}

function methodsOf({ resource }: Live<StageShape>): { route: Route; settings: MethodProperties }[] {
  const { methods = {}, cache, throttle, metrics, logging, dataTrace }: StageProperties = resource.properties;
  const [method = '', path = ''] = EVERY_METHOD.split('/');
  return [
    { route: { method, path }, settings: { throttle, metrics, logging, dataTrace, ...(cache && { cache: 'off' }) } },
    ...Object.entries(methods).map(([name, settings]) => {
      const space = name.indexOf(' ');
      return { route: { method: name.slice(0, space), path: name.slice(space + 1) }, settings };
    }),
  ];
}

function cloudFormationSettings({ method, path }: Route, settings: MethodProperties) {
  const { cache } = settings;
  const cached = cache !== undefined && cache !== 'off';
  return {
    HttpMethod: method,
    // API Gateway writes the slashes of a path as `~1`.
    ResourcePath: path === '*' ? '/*' : `/${path.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    ThrottlingRateLimit: settings.throttle.rate,
    ThrottlingBurstLimit: settings.throttle.burst,
    MetricsEnabled: settings.metrics,
    LoggingLevel: settings.logging,
    DataTraceEnabled: settings.dataTrace,
    ...(cache !== undefined && { CachingEnabled: cached }),
    ...(cached && { CacheTtlInSeconds: cache.ttl, CacheDataEncrypted: cache.encrypted }),
  };
}

function terraformSettings(settings: MethodProperties) {
  const { cache } = settings;
  const cached = cache !== undefined && cache !== 'off';
  return {
    throttling_rate_limit: settings.throttle.rate,
    throttling_burst_limit: settings.throttle.burst,
    metrics_enabled: settings.metrics,
    logging_level: settings.logging,
    data_trace_enabled: settings.dataTrace,
    ...(cache !== undefined && { caching_enabled: cached }),
    ...(cached && {
      cache_ttl_in_seconds: cache.ttl,
      cache_data_encrypted: cache.encrypted,
      require_authorization_for_cache_control: cache.invalidation !== 'anyone',
      ...(cache.invalidation !== 'anyone' && {
        unauthorized_cache_control_header_strategy: STRATEGIES[cache.invalidation],
      }),
    }),
  };
}
