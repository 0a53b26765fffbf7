/** Calls the function of a Lambda authorizer and reads its answer. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud, InvokeResult } from '../../cloud/cloud.ts';
import type { Authorizer } from '../../state/apis/model.ts';
import { authorizerConfigurationError, authorizerFailure, unauthorized } from '../gateway-error.ts';
import { requireInvokePermission } from '../integrations/calling-role.ts';
import { withTimeout } from '../integrations/integration-timeout.ts';
import type { FunctionResolver } from '../integrations/lambda-uri.ts';
import type { Invocation } from '../invocation.ts';
import type { AuthorizerCall } from './authorization-facts.ts';
import { type AuthorizerResponse, readAuthorizerResponse } from './authorizer-response.ts';

/** The timeout in milliseconds. It is the figure for integrations, because none is published for authorizers. */
const TIMEOUT = 29_000;

/** Throws `GatewayError`. Sets the figures of `call` as it goes, so that logs have them even after an error. */
export async function callAuthorizer(
  cloud: Cloud,
  invocation: Invocation,
  authorizer: Authorizer,
  resolve: FunctionResolver,
  call: AuthorizerCall,
): Promise<AuthorizerResponse> {
  const { scope, variables } = invocation.stage!;
  const target = resolve(variables);
  if (!target) throw authorizerConfigurationError(`the authorizer URI ${authorizer.authorizerUri} names no function`);
  const asRole = authorizer.authorizerCredentials;
  if (asRole !== undefined) requireInvokePermission(cloud, asRole, target, authorizerConfigurationError);
  const startedAt = cloud.clock.now();
  const result = cloud.functions.invoke({
    scope: { account: target.account, region: target.region },
    functionName: target.functionName,
    ...(target.qualifier !== undefined && { qualifier: target.qualifier }),
    payload: Buffer.from(call.sent),
    // With credentials the gateway calls as that role, and the resource policy of the function does not apply.
    ...(asRole === undefined && {
      onBehalfOf: {
        service: 'apigateway.amazonaws.com',
        sourceArn: `arn:aws:execute-api:${scope.region}:${scope.account}:${invocation.target.apiId}/authorizers/${authorizer.id}`,
      },
    }),
    traceId: invocation.trace.full,
  });
  try {
    const late = () => authorizerFailure(`the authorizer's function did not answer within ${TIMEOUT / 1000} seconds`);
    return readResult(await withTimeout(cloud.clock, TIMEOUT, result, late), call);
  } finally {
    call.latency = cloud.clock.now() - startedAt;
  }
}

function readResult(result: InvokeResult | AwsError, call: AuthorizerCall): AuthorizerResponse {
  if (result instanceof AwsError) {
    call.serviceStatus = result.status;
    if (result.code === 'AccessDeniedException') {
      throw authorizerConfigurationError(`Invalid permissions on Lambda function: ${result.message}`);
    }
    const reason = `${result.code}: ${result.message}`;
    throw result.status === 429 || result.status >= 500
      ? authorizerFailure(reason)
      : authorizerConfigurationError(reason);
  }
  call.serviceStatus = 200;
  call.requestId = result.requestId;
  call.received = result.payload;
  if (result.functionError !== undefined && errorMessage(result.payload) === 'Unauthorized')
    throw unauthorized(undefined, `the authorizer ${call.authorizer.name} refused the caller`);
  // An error document is read like a response (execution logs of AWS); its members are all unknown.
  return readAuthorizerResponse(result.payload);
}

function errorMessage(payload: Buffer): unknown {
  try {
    return (JSON.parse(payload.toString('utf8')) as { errorMessage?: unknown } | null)?.errorMessage;
  } catch {
    return undefined;
  }
}
