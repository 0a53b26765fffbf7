/** How a usage plan leaves. Its API keys stay, and go on to work. */
import type { UsagePlanShape } from '../../kinds/usage-plan/shape.ts';
import { methodThrottles } from '../../kinds/usage-plan/usage-plan-settings.ts';
import { toTagList } from '../../ownership/ownership.ts';
import { block, type Leaving, type LeftBehind, type Live } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

export const usagePlan: Leaving<UsagePlanShape> = {
  cloudFormation(live) {
    const { resource, attributes } = live;
    const { api, stage, throttle, quota, operations = {}, tags } = resource.properties;
    const throttles = Object.entries(methodThrottles(operations)).map(([path, { rateLimit, burstLimit }]) => [
      path,
      { RateLimit: rateLimit, BurstLimit: burstLimit },
    ]);
    return [
      {
        logicalId: logicalId(resource.id),
        type: 'AWS::ApiGateway::UsagePlan',
        properties: {
          UsagePlanName: attributes.name,
          ApiStages: [
            { ApiId: api, Stage: stage, ...(throttles.length > 0 && { Throttle: Object.fromEntries(throttles) }) },
          ],
          ...(throttle && { Throttle: { RateLimit: throttle.rate, BurstLimit: throttle.burst } }),
          ...(quota && { Quota: { Limit: quota.limit, Period: quota.period } }),
          Tags: toTagList(tags),
        },
        identifier: { Id: attributes.id },
        values: { Id: attributes.id },
      },
      keysOf(live, 'the types AWS::ApiGateway::ApiKey and AWS::ApiGateway::UsagePlanKey'),
    ];
  },

  terraform(live) {
    const { resource, attributes } = live;
    const { api, stage, throttle, quota, operations = {}, tags } = resource.properties;
    return [
      {
        type: 'aws_api_gateway_usage_plan',
        name: terraformName(resource.id),
        body: {
          name: attributes.name,
          api_stages: block({
            api_id: api,
            stage,
            throttle: block(
              ...Object.entries(methodThrottles(operations)).map(([path, { rateLimit, burstLimit }]) => ({
                path,
                rate_limit: rateLimit,
                burst_limit: burstLimit,
              })),
            ),
          }),
          ...(throttle && { throttle_settings: block({ rate_limit: throttle.rate, burst_limit: throttle.burst }) }),
          ...(quota && { quota_settings: block({ limit: quota.limit, period: quota.period }) }),
          tags,
        },
        importId: attributes.id,
        values: { id: attributes.id },
      },
      keysOf(live, 'aws_api_gateway_api_key and aws_api_gateway_usage_plan_key'),
    ];
  },
};

function keysOf({ resource }: Live<UsagePlanShape>, types: string): LeftBehind {
  return {
    what: `the API keys of the usage plan ${resource.name}`,
    why: 'They belong to your clients, their values are secrets, and no project names them.',
    instead: `They stay in the plan, and go on to work. Import those that the other tool should manage, by ID and without their values, as ${types}.`,
  };
}
