/** Requires an API key that is enabled and in a usage plan of the stage, if the method requires one. */
import { invalidApiKey } from '../gateway-error.ts';
import { headerValue } from '../http/request-headers.ts';
import type { Invocation, KeyFacts } from '../invocation.ts';
import type { GatewayServices, Handler } from './handler.ts';

export const checkApiKey: Handler = (invocation, services) => {
  const value = keyOf(invocation);
  const found = value === undefined ? absent(invocation) : identify(invocation, services, value);
  // A valid key counts against its plan even if the method needs no key (docs/aws/usage-plans.md).
  if (typeof found !== 'string') invocation.key = found;
  else if (invocation.route!.method.apiKeyRequired) throw invalidApiKey(found);
  return undefined;
};

const absent = ({ stage }: Invocation): string =>
  stage!.deployment.apiKeySource === 'AUTHORIZER'
    ? 'the authorizer gave no API key'
    : 'the request has no x-api-key header';

/** With key source AUTHORIZER the header does not count (docs/aws/usage-plans.md). */
function keyOf({ stage, headers, authorization }: Invocation): string | undefined {
  return stage!.deployment.apiKeySource === 'AUTHORIZER'
    ? authorization?.usageIdentifierKey
    : headerValue(headers, 'x-api-key');
}

/** Returns the key, or the reason why it is rejected. */
function identify(
  { stage, target, stageName }: Invocation,
  { cloud: { transitions }, membership }: GatewayServices,
  value: string,
): KeyFacts | string {
  const { state } = stage!;
  const key = membership.findKey(state, value);
  if (!key) return 'the API key does not exist';
  if (!key.enabled) return `the API key ${key.name} is disabled`;
  const plan = membership.findPlan(state, key.id, target.apiId, stageName);
  if (!plan) return `the API key ${key.name} is in no usage plan of this stage`;
  const isNew =
    transitions.pending(state.scope, 'apiKey', key.id) ||
    transitions.pending(state.scope, 'usagePlanKey', `${plan.id}/${key.id}`);
  if (isNew) return `the API key ${key.name} was changed a moment ago and is not active yet`;
  return { id: key.id, value, planId: plan.id };
}
