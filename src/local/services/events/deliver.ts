/**
 * Delivers an event to the functions and queues of the rules that match, if their policies let the rule (EventBridge
 * User Guide, "Using resource-based policies"). A delivery that a policy rejects is counted and not retried: on AWS,
 * too, missing permissions are not retried.
 */
import type { OperationContext } from '../../cloud/operation.ts';
import { compilePolicy } from '../../policy/compile-policy.ts';
import { evaluate } from '../../policy/evaluate.ts';
import { invokeAsynchronously } from '../../state/functions/asynchronous-invoke.ts';
import { functionArn, lambdaState, policyKey } from '../../state/functions/model.ts';
import { checkResourcePolicy } from '../../state/functions/resource-policy.ts';
import { queuesOf } from '../../state/queues/model.ts';
import { send } from '../../state/queues/send.ts';
import { DEFAULT_BUS, type Rule, ruleArn, rulesOfBus, type Target } from './model.ts';
import { compilePattern } from './pattern.ts';

const SERVICE = 'events.amazonaws.com';

/** The event as a target gets it (EventBridge User Guide, "Event structure"). */
export interface Envelope {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** Without milliseconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

export function deliver(context: OperationContext, bus: string, event: Envelope): void {
  for (const rule of rulesOfBus(context, bus)) {
    if (!rule.enabled || !compilePattern(rule.pattern)(event)) continue;
    const count = counter(context, rule);
    count('TriggeredRules');
    for (const target of rule.targets) {
      const delivered = target.Arn.split(':')[2] === 'sqs' ? toQueue : toFunction;
      const payload = target.Input ?? JSON.stringify(event);
      count(delivered(context, ruleArn(context, rule), target, payload) ? 'Invocations' : 'FailedInvocations');
    }
  }
}

function counter(context: OperationContext, { bus, name: RuleName }: Rule): (metric: string) => void {
  const dimensions: Record<string, string> = bus === DEFAULT_BUS ? { RuleName } : { EventBusName: bus, RuleName };
  return (name) => {
    context.cloud.metrics.meter(context, { namespace: 'AWS/Events', name, dimensions, unit: 'Count' })(1);
  };
}

function toQueue({ cloud }: OperationContext, rule: string, { Arn }: Target, body: string): boolean {
  const [, , , region = '', account = '', name = ''] = Arn.split(':');
  const scope = { account, region };
  const queue = queuesOf(cloud, scope).get(name);
  if (!queue?.attributes.Policy) return false;
  const decision = evaluate([compilePolicy(queue.attributes.Policy)], {
    action: 'sqs:SendMessage',
    resource: Arn,
    principal: { type: 'service', name: SERVICE },
    key: (key) => (key === 'aws:sourcearn' ? rule : key === 'aws:sourceaccount' ? account : undefined),
  });
  if (decision !== 'allow') return false;
  send(cloud, scope, queue, { body, attributes: {}, sender: SENDER });
  return true;
}

/** EventBridge sends with a principal of its own, whose ID AWS does not publish. */
const SENDER = 'AIDAJKTZTMR6LFQYVBC7Q';

function toFunction({ cloud }: OperationContext, rule: string, { Arn }: Target, payload: string): boolean {
  const [, , , region = '', account = '', , name = '', qualifier] = Arn.split(':');
  const scope = { account, region };
  const caller = { service: SERVICE, sourceArn: rule };
  try {
    const policy = lambdaState(cloud, scope).policies.get(policyKey(name, qualifier));
    checkResourcePolicy(policy, caller, functionArn(scope, name, qualifier));
  } catch {
    return false;
  }
  invokeAsynchronously(cloud, {
    scope,
    functionName: name,
    ...(qualifier !== undefined && { qualifier }),
    isJson: true,
    onBehalfOf: caller,
    payload,
  });
  return true;
}
