/**
 * The resource policy before and after authorization. Without authorization it must allow the call; a Lambda authorizer
 * is not called where it denies, and either may allow; after a Cognito token it must allow. With AWS_IAM it is asked
 * together with the caller's own policies, once it is known who calls.
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
