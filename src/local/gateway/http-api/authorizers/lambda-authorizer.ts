/**
 * Lambda authorizers of HTTP APIs: finds the identity, gets the answer from the cache or the function, and decides. One
 * answer decides about all routes that the same caller calls through the authorizer.
 */
import { AwsError } from '../../../cloud/aws-error.ts';
import type { Cloud, InvokeResult } from '../../../cloud/cloud.ts';
import { evaluate } from '../../../policy/evaluate.ts';
import { ANONYMOUS } from '../../../policy/policy-request.ts';
import { authorizerResets, type HttpAuthorizer } from '../../../state/http-apis/model.ts';
import { GatewayError } from '../../gateway-error.ts';
import { requireInvokePermission } from '../../integrations/calling-role.ts';
import { withTimeout } from '../../integrations/integration-timeout.ts';
import { compileLambdaUri, type FunctionTarget } from '../../integrations/lambda-uri.ts';
import { forbidden, HttpApiError } from '../http-api-error.ts';
import type { AuthorizeHttp, HttpAuthorization, HttpInvocation } from '../http-invocation.ts';
import { requestV1 } from '../payload-v1.ts';
import { requestV2 } from '../payload-v2.ts';
import { type HttpAuthorizerAnswer, readAuthorizerAnswer } from './authorizer-answer.ts';
import { httpConditionKeys } from './http-condition-keys.ts';
import { compileIdentity } from './http-identity.ts';
import { routeArn } from './route-arn.ts';

/** "Timeout for Lambda authorizer response: 10000 ms" (Developer Guide, "HTTP API quotas"). */
const TIMEOUT = 10_000;

type Call = NonNullable<HttpAuthorization['call']>;

export function compileHttpLambdaAuthorizer(authorizer: HttpAuthorizer): AuthorizeHttp {
  const identityOf = compileIdentity(authorizer.IdentitySource);
  const resolve = compileLambdaUri(authorizer.AuthorizerUri ?? '');
  const ttl = (authorizer.AuthorizerResultTtlInSeconds ?? 0) * 1000;
  const isSimple = authorizer.EnableSimpleResponses === true;

  return async (invocation, { cloud, authorizerCache }) => {
    const identity = identityOf(invocation);
    if (!identity) {
      const sources = authorizer.IdentitySource.join(', ');
      throw unauthorized(`the request does not have what the authorizer ${authorizer.Name} reads: ${sources}`);
    }
    const key = ttl > 0 ? cacheKey(cloud, invocation, authorizer, identity) : undefined;
    const known = key === undefined ? undefined : authorizerCache.find(key, cloud.clock.now());
    if (known) return conclude(invocation, authorizer, known, undefined);

    const target = resolve(invocation.stage!.variables);
    const call: Call = { latency: 0, serviceStatus: undefined, requestId: undefined };
    const fail = (reason: string) => failure(invocation, call, reason);
    if (!target) throw fail(`the authorizer URI ${authorizer.AuthorizerUri} names no function`);
    const event = JSON.stringify(eventOf(invocation, authorizer, identity));
    const payload = await callFunction(cloud, invocation, { authorizer, target, event, call, fail });
    const answer = readAuthorizerAnswer(payload, isSimple);
    if (typeof answer === 'string') throw fail(answer);
    if (key !== undefined) authorizerCache.keep(key, answer, payload.length, cloud.clock.now() + ttl);
    conclude(invocation, authorizer, answer, call);
  };
}

function eventOf(invocation: HttpInvocation, authorizer: HttpAuthorizer, identity: readonly string[]): object {
  if (authorizer.AuthorizerPayloadFormatVersion === '2.0') {
    const identitySource = identity.length === 0 ? null : identity;
    return {
      version: '2.0',
      type: 'REQUEST',
      routeArn: routeArn(invocation),
      identitySource,
      ...requestV2(invocation),
    };
  }
  const { multiValueHeaders: _, multiValueQueryStringParameters: __, ...request } = requestV1(invocation);
  const identitySource = identity.join(',');
  return {
    version: '1.0',
    type: 'REQUEST',
    methodArn: routeArn(invocation),
    identitySource,
    authorizationToken: identitySource,
    ...request,
    queryStringParameters: request.queryStringParameters ?? {},
    pathParameters: request.pathParameters ?? {},
    stageVariables: request.stageVariables ?? {},
  };
}

interface AuthorizerCall {
  readonly authorizer: HttpAuthorizer;
  readonly target: FunctionTarget;
  readonly event: string;
  readonly call: Call;
  fail(reason: string): HttpApiError;
}

async function callFunction(
  cloud: Cloud,
  { stage, target: { apiId }, trace }: HttpInvocation,
  { authorizer, target, event, call, fail }: AuthorizerCall,
): Promise<Buffer> {
  const { scope } = stage!;
  const role = authorizer.AuthorizerCredentialsArn;
  if (role !== undefined) checkRole(cloud, role, target, fail);
  const startedAt = cloud.clock.now();
  const invoked = cloud.functions.invoke({
    scope: { account: target.account, region: target.region },
    functionName: target.functionName,
    ...(target.qualifier !== undefined && { qualifier: target.qualifier }),
    payload: event,
    isJson: true,
    ...(role === undefined && {
      onBehalfOf: {
        service: 'apigateway.amazonaws.com',
        sourceArn: `arn:aws:execute-api:${scope.region}:${scope.account}:${apiId}/authorizers/${authorizer.AuthorizerId}`,
      },
    }),
    traceId: trace.full,
  });
  try {
    const late = () => fail(`the authorizer's function did not answer within ${TIMEOUT / 1000} seconds`);
    return payloadOf(await withTimeout(cloud.clock, TIMEOUT, invoked, late), authorizer, call, fail);
  } finally {
    call.latency = cloud.clock.now() - startedAt;
  }
}

function checkRole(cloud: Cloud, role: string, target: FunctionTarget, fail: AuthorizerCall['fail']): void {
  try {
    requireInvokePermission(cloud, role, target);
  } catch (error) {
    throw error instanceof GatewayError ? fail(NOT_PERMITTED) : error;
  }
}

function payloadOf(
  result: InvokeResult | AwsError,
  { Name }: HttpAuthorizer,
  call: Call,
  fail: AuthorizerCall['fail'],
): Buffer {
  if (result instanceof AwsError) {
    call.serviceStatus = result.status;
    throw fail(result.code === 'AccessDeniedException' ? NOT_PERMITTED : `${result.code}: ${result.message}`);
  }
  call.serviceStatus = 200;
  call.requestId = result.requestId;
  if (result.functionError === undefined) return result.payload;
  const message = errorMessage(result.payload);
  if (message === 'Unauthorized') throw unauthorized(`the authorizer ${Name} refused the caller`);
  throw fail(
    `The Lambda function returned the following error: ${message}. Check your Lambda function code and try again.`,
  );
}

const NOT_PERMITTED =
  "The IAM role configured on the authorizer or API Gateway doesn't have permissions to call the authorizer. Check the permissions and try again.";

function errorMessage(payload: Buffer): string {
  try {
    return String((JSON.parse(payload.toString('utf8')) as { errorMessage?: unknown } | null)?.errorMessage);
  } catch {
    return payload.toString('utf8');
  }
}

/** Sets the facts first, so that the logs of a denied call also have them. */
function conclude(
  invocation: HttpInvocation,
  { Name }: HttpAuthorizer,
  { decision, principalId, context }: HttpAuthorizerAnswer,
  call: Call | undefined,
): void {
  invocation.authorization = {
    lambda: { context, ...(principalId !== undefined && { principalId }) },
    ...(call && { call }),
  };
  const isAllowed =
    typeof decision === 'boolean'
      ? decision
      : evaluate([decision], {
          action: 'execute-api:Invoke',
          resource: routeArn(invocation),
          principal: ANONYMOUS,
          key: httpConditionKeys(invocation),
        }) === 'allow';
  if (!isAllowed) throw forbidden({ detail: `the authorizer ${Name} does not allow this caller` });
}

/** The client gets 500; the log and `$context.authorizer.error` have the reason. */
function failure(invocation: HttpInvocation, call: Call, reason: string): HttpApiError {
  invocation.authorization = { call, error: reason };
  return new HttpApiError('AUTHORIZER_FAILURE', 500, 'Internal Server Error', { reason });
}

const unauthorized = (detail: string) => new HttpApiError('UNAUTHORIZED', 401, 'Unauthorized', { detail });

/** The key has stage, authorizer and identity; a reset of the stage's cache changes all keys. */
function cacheKey(
  cloud: Cloud,
  { target, stageName, stage }: HttpInvocation,
  authorizer: HttpAuthorizer,
  identity: readonly string[],
): string {
  const here = `${target.apiId}/${stageName}`;
  const resets = authorizerResets(cloud, stage!.scope).get(here)?.count ?? 0;
  return JSON.stringify([here, resets, authorizer.AuthorizerId, authorizer.IdentitySource, ...identity]);
}
