/**
 * Throttles in AWS's order: the plan's limit for key and method, the stage's limit for the method, the account's limit
 * (docs/aws/usage-plans.md).
 */
import { accountThrottle } from '../../state/apis/account-throttle.ts';
import type { MethodSetting, ThrottleSettings } from '../../state/apis/model.ts';
import { throttled } from '../gateway-error.ts';
import type { Invocation } from '../invocation.ts';
import { type Throttle, takeToken } from '../limits/token-bucket.ts';
import { methodSetting } from '../method-setting.ts';
import type { Handler } from './handler.ts';

export const throttle: Handler = (invocation, services) => {
  const { buckets } = services;
  const now = services.cloud.clock.now();
  const { stage, route, target, stageName, httpMethod } = invocation;
  const { scope } = stage!;
  const { resourcePath } = route!.method;
  const here = `${target.apiId}/${stageName}`;
  const take = (key: string, limit: Throttle | undefined) => {
    if (limit !== undefined && !takeToken(buckets, key, limit, now)) throw throttled();
  };

  const plan = planThrottles(invocation);
  if (plan) {
    take(`key-method ${plan.key} ${here} ${httpMethod} ${resourcePath}`, plan.method);
    // All methods that the plan does not name share one bucket, across all stages of the plan
    // (docs/aws/usage-plans.md).
    if (plan.method === undefined) take(`key ${plan.key}`, plan.all);
  }
  take(`method ${here} ${httpMethod} ${resourcePath}`, methodThrottle(methodSetting(invocation)));
  take(`account ${scope.region}`, accountThrottle(scope.region));
  return undefined;
};

/** A negative limit means "no limit" (docs/aws/deployments.md). */
function methodThrottle(setting: MethodSetting | undefined): Throttle | undefined {
  if (setting === undefined || setting.throttlingRateLimit < 0 || setting.throttlingBurstLimit < 0) return undefined;
  return { rate: setting.throttlingRateLimit, burst: setting.throttlingBurstLimit };
}

function planThrottles({ key, stage, target, stageName, route, httpMethod }: Invocation) {
  const plan = key && stage!.state.usagePlans.get(key.planId);
  if (!plan) return undefined;
  const methods = plan.apiStages?.find((entry) => entry.apiId === target.apiId && entry.stage === stageName)?.throttle;
  const { resourcePath } = route!.method;
  return {
    key: `${plan.id}/${key.id}`,
    method: complete(methods?.[`${resourcePath}/${httpMethod}`] ?? methods?.[`${resourcePath}/ANY`]),
    all: complete(plan.throttle),
  };
}

/**
 * A plan can omit one of the two limits: without a rate nothing is throttled, without a burst the burst equals the
 * rate.
 */
function complete(settings: ThrottleSettings | undefined): Throttle | undefined {
  if (settings?.rateLimit === undefined) return undefined;
  return { rate: settings.rateLimit, burst: settings.burstLimit ?? Math.max(1, Math.ceil(settings.rateLimit)) };
}
