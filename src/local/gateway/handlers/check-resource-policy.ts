/**
 * Evaluates the resource policy before and after authorization. Without authorization it must allow the call. A Lambda
 * authorizer is not called if the policy denies, and either of the two may allow. After a Cognito token it must allow.
 * With AWS_IAM it is evaluated together with the policies of the caller, once the caller is known.
 */
import { accessDenied, EXPLICIT_DENY, resourcePolicyDecision } from '../authorizers/resource-policy.ts';
import type { Invocation } from '../invocation.ts';
import type { Handler } from './handler.ts';

export const checkResourcePolicy: Handler = (invocation) => {
  if (invocation.stage!.deployment.policy === undefined) return undefined;
  const { authorizationType } = invocation.route!.method;
  if (authorizationType === 'NONE') requireAllow(invocation);
  else if (authorizationType === 'CUSTOM' && resourcePolicyDecision(invocation) === 'explicitDeny') {
    throw accessDenied(invocation, 'anonymous', EXPLICIT_DENY);
  }
  return undefined;
};

export const checkResourcePolicyOfToken: Handler = (invocation) => {
  if (invocation.stage!.deployment.policy === undefined) return undefined;
  if (invocation.route!.method.authorizationType === 'COGNITO_USER_POOLS') requireAllow(invocation);
  return undefined;
};

function requireAllow(invocation: Invocation): void {
  const decision = resourcePolicyDecision(invocation);
  if (decision === 'explicitDeny') throw accessDenied(invocation, 'anonymous', EXPLICIT_DENY);
  if (decision === 'implicitDeny') {
    throw accessDenied(
      invocation,
      'anonymous',
      'because no resource-based policy allows the execute-api:Invoke action',
    );
  }
}
