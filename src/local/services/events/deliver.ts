/**
 * Delivers an event to the functions and queues of the rules that match, if their policies let the rule (EventBridge
 * User Guide, "Using resource-based policies"). A delivery that a policy rejects is counted and not retried: on AWS,
 * too, missing permissions are not retried.
 */
import type { OperationContext } from '../../cloud/operation.ts';
import { invokeForService } from '../../state/functions/invoke-for-service.ts';
import { sendForService } from '../../state/queues/send-for-service.ts';
import { DEFAULT_BUS, type Rule, ruleArn, rulesOfBus, type Target } from './model.ts';
import { compilePattern, type Matcher } from './pattern.ts';

const SERVICE = 'events.amazonaws.com';

/** The principal with which EventBridge sends to queues. AWS does not publish its ID. */
const SENDER = 'AIDAJKTZTMR6LFQYVBC7Q';

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
    if (!rule.enabled || !matcherOf(rule)(event)) continue;
    const count = counter(context, rule);
    count('TriggeredRules');
    for (const target of rule.targets) {
      const delivered = deliverTo(context, target, ruleArn(context, rule), target.Input ?? JSON.stringify(event));
      count(delivered ? 'Invocations' : 'FailedInvocations');
    }
  }
}

/** A rule that changes is another object. */
const known = new WeakMap<Rule, Matcher>();

/** The pattern of a rule is compiled once, and not for every event. */
function matcherOf(rule: Rule): Matcher {
  const matches = known.get(rule) ?? compilePattern(rule.pattern);
  known.set(rule, matches);
  return matches;
}

function deliverTo(context: OperationContext, { Arn }: Target, sourceArn: string, payload: string): boolean {
  if (Arn.split(':')[2] === 'sqs')
    return sendForService(context, { service: SERVICE, sender: SENDER, sourceArn }, Arn, payload);
  return invokeForService(context, { service: SERVICE, sourceArn }, Arn, payload);
}

function counter(context: OperationContext, { bus, name: RuleName }: Rule): (metric: string) => void {
  const dimensions: Record<string, string> = bus === DEFAULT_BUS ? { RuleName } : { EventBusName: bus, RuleName };
  return (name) => {
    context.cloud.metrics.meter(context, { namespace: 'AWS/Events', name, dimensions, unit: 'Count' })(1);
  };
}
