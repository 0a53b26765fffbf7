/** What API Gateway does with patch operations, as far as apikit sends them: the model that the laws are checked against. */
import type { PatchOperation, Stage, UsagePlan } from '@aws-sdk/client-api-gateway';

const plain = (segment: string) => segment.replaceAll('~1', '/').replaceAll('~0', '~');

export function patchedStage(stage: Stage, operations: readonly PatchOperation[]): Stage {
  const result: Stage = {
    ...stage,
    variables: { ...stage.variables },
    accessLogSettings: { ...stage.accessLogSettings },
  };
  const settings = {
    throttlingRateLimit: 10_000,
    throttlingBurstLimit: 5_000,
    metricsEnabled: false,
    ...stage.methodSettings?.['*/*'],
  };
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
    else if (path === '/*/*/throttling/rateLimit') settings.throttlingRateLimit = Number(value);
    else if (path === '/*/*/throttling/burstLimit') settings.throttlingBurstLimit = Number(value);
    else if (path === '/*/*/metrics/enabled') settings.metricsEnabled = value === 'true';
    else if (path === '/*/*/logging/loglevel') settings.loggingLevel = value;
    else throw new Error(`Invalid method setting path: ${path}`);
  }
  return { ...result, methodSettings: { ...stage.methodSettings, '*/*': settings } };
}

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
