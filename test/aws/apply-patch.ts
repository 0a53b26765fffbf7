/** API Gateway's patch operations, as far as apikit sends them. The property tests compare the code with this model. */
import type { MethodSetting, PatchOperation, Stage, UsagePlan } from '@aws-sdk/client-api-gateway';

const plain = (segment: string) => segment.replaceAll('~1', '/').replaceAll('~0', '~');

export function patchedStage(stage: Stage, operations: readonly PatchOperation[]): Stage {
  const result: Stage = {
    ...stage,
    variables: { ...stage.variables },
    accessLogSettings: { ...stage.accessLogSettings },
  };
  const methods: Record<string, MethodSetting> = { ...stage.methodSettings };
  for (const { op, path = '', value = '' } of operations) {
    const [, first = '', ...rest] = path.split('/');
    if (first === 'variables') {
      const name = plain(rest[0] ?? '');
      if (op === 'remove') delete result.variables?.[name];
      else result.variables = { ...result.variables, [name]: value };
    } else if (path === '/deploymentId') result.deploymentId = value;
    else if (path === '/tracingEnabled') result.tracingEnabled = value === 'true';
    else if (path === '/accessLogSettings/destinationArn')
      result.accessLogSettings = { ...result.accessLogSettings, destinationArn: value };
    else if (path === '/accessLogSettings/format')
      result.accessLogSettings = { ...result.accessLogSettings, format: value };
    else if (path === '/cacheClusterEnabled') result.cacheClusterEnabled = value === 'true';
    else if (path === '/cacheClusterSize') result.cacheClusterSize = value as NonNullable<Stage['cacheClusterSize']>;
    else if (op === 'remove' && rest.length === 1) {
      if (!methods[`${first}/${rest[0]}`]) throw new Error(`Cannot remove method setting ${path}`);
      delete methods[`${first}/${rest[0]}`];
    } else {
      const leaf = LEAVES[rest.slice(1).join('/')];
      if (!leaf) throw new Error(`Invalid method setting path: ${path}`);
      const key = `${first}/${rest[0]}`;
      methods[key] = { ...(methods[key] ?? FIRST), ...leaf(value) };
    }
  }
  return { ...result, methodSettings: methods };
}

/** The values that the first property of an entry also sets (docs/aws/deployments.md). */
const FIRST: MethodSetting = {
  throttlingRateLimit: 10_000,
  throttlingBurstLimit: 5_000,
  metricsEnabled: false,
  cachingEnabled: true,
  cacheTtlInSeconds: 300,
  requireAuthorizationForCacheControl: true,
};

const LEAVES: Record<string, (value: string) => MethodSetting> = {
  'throttling/rateLimit': (value) => ({ throttlingRateLimit: Number(value) }),
  'throttling/burstLimit': (value) => ({ throttlingBurstLimit: Number(value) }),
  'metrics/enabled': (value) => ({ metricsEnabled: value === 'true' }),
  'logging/loglevel': (value) => ({ loggingLevel: value }),
  'logging/dataTrace': (value) => ({ dataTraceEnabled: value === 'true' }),
  'caching/enabled': (value) => ({ cachingEnabled: value === 'true' }),
  'caching/ttlInSeconds': (value) => ({ cacheTtlInSeconds: Number(value) }),
  'caching/dataEncrypted': (value) => ({ cacheDataEncrypted: value === 'true' }),
  'caching/requireAuthorizationForCacheControl': (value) => ({
    requireAuthorizationForCacheControl: value === 'true',
  }),
  'caching/unauthorizedCacheControlHeaderStrategy': (value) => ({
    unauthorizedCacheControlHeaderStrategy: value as NonNullable<
      MethodSetting['unauthorizedCacheControlHeaderStrategy']
    >,
  }),
};

export function patchedPlan(plan: UsagePlan, operations: readonly PatchOperation[]): UsagePlan {
  const result: UsagePlan = { ...plan, apiStages: [...(plan.apiStages ?? [])] };
  for (const { op, path = '', value = '' } of operations) {
    const [apiId, stage] = value.split(':');
    const same = (covered: { apiId?: string; stage?: string }) => covered.apiId === apiId && covered.stage === stage;
    if (path === '/apiStages' && op === 'add') {
      if (result.apiStages?.some(same)) throw new Error('already associated');
      result.apiStages = [...(result.apiStages ?? []), { apiId, stage } as { apiId: string; stage: string }];
    } else if (path === '/apiStages' && op === 'remove') {
      if (!result.apiStages?.some(same)) throw new Error(`Invalid API Stage {api: ${apiId}, stage: ${stage}}`);
      result.apiStages = result.apiStages.filter((covered) => !same(covered));
    } else if (path === '/throttle' && op === 'remove') delete result.throttle;
    else if (path === '/quota' && op === 'remove') delete result.quota;
    else if (path === '/throttle/rateLimit') result.throttle = { ...result.throttle, rateLimit: Number(value) };
    else if (path === '/throttle/burstLimit') result.throttle = { ...result.throttle, burstLimit: Number(value) };
    else if (path === '/quota/limit') result.quota = { ...result.quota, limit: Number(value) };
    else if (path === '/quota/period') result.quota = { ...result.quota, period: value as 'DAY' };
    else throw new Error(`Invalid patch path ${path}`);
  }
  return result;
}
