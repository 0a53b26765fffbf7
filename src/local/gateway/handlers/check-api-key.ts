/** Asks for an API key that is enabled and in a usage plan of the stage, where the method requires one. */
import { invalidApiKey } from '../gateway-error.ts';
import { headerValue } from '../http/request-headers.ts';
import type { Invocation, KeyFacts } from '../invocation.ts';
import type { GatewayServices, Handler } from './handler.ts';

export const checkApiKey: Handler = (invocation, services) => {
  const value = keyOf(invocation);
  if (value !== undefined) invocation.key = identify(invocation, services, value);
  // A valid key of a method that needs none still counts against its plan (aws-facts §4).
  if (invocation.key === undefined && invocation.route!.method.apiKeyRequired) throw invalidApiKey();
  return undefined;
};

/** With key source AUTHORIZER the header does not count (aws-facts §4). */
function keyOf({ stage, headers, authorization }: Invocation): string | undefined {
  return stage!.deployment.apiKeySource === 'AUTHORIZER'
    ? authorization?.usageIdentifierKey
    : headerValue(headers, 'x-api-key');
}

function identify(
  { stage, target, stageName }: Invocation,
  { cloud: { transitions }, membership }: GatewayServices,
  value: string,
): KeyFacts | undefined {
  const { state } = stage!;
  const key = membership.findKey(state, value);
  if (!key?.enabled || transitions.pending(state.scope, 'apiKey', key.id)) return undefined;
  const plan = membership.findPlan(state, key.id, target.apiId, stageName);
  if (!plan || transitions.pending(state.scope, 'usagePlanKey', `${plan.id}/${key.id}`)) return undefined;
  return { id: key.id, value, planId: plan.id };
}
