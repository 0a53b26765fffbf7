/**
 * TestInvokeAuthorizer: runs one authorizer in its current definition, without a stage, a client or the cache. The
 * decision of its policy is not evaluated.
 */
import type { AuthorizerTest, AuthorizerTestResult, Cloud } from '../cloud/cloud.ts';
import type { Authorizer, Deployment, Method } from '../state/apis/model.ts';
import { createAuthorizerCache } from './authorizers/authorizer-cache.ts';
import { compiledDeployment } from './deployment/compiled-deployment.ts';
import { GatewayError, internalError } from './gateway-error.ts';
import type { Invocation } from './invocation.ts';
import { authorizerTestLog } from './observe/test-log.ts';
import { testInvocation } from './test-invocation.ts';

/** The stage name in events of such tests (execution logs that users publish). */
const STAGE = 'ESTestInvoke-stage';

/** The caller has already found the API and the authorizer. */
export async function testAuthorizer(cloud: Cloud, test: AuthorizerTest): Promise<AuthorizerTestResult> {
  const deployment = compiledDeployment(test.apiId, snapshot(test.authorizer));
  const call = { httpMethod: 'GET', path: test.path ?? '/', stageName: STAGE };
  const invocation = testInvocation(cloud, test, call, deployment);
  const method = deployment.route('GET', '/')!.target;
  invocation.route = { method, pathParameters: {}, path: invocation.path };
  try {
    await method.authorize!(invocation, { cloud, authorizerCache: createAuthorizerCache() });
  } catch (thrown) {
    const error = thrown instanceof GatewayError ? thrown : internalError(String(thrown));
    if (error.type !== 'ACCESS_DENIED') invocation.error = error;
  }
  const now = cloud.clock.now();
  return {
    clientStatus: invocation.error?.status ?? 0,
    log: authorizerTestLog(invocation, now),
    latency: now - invocation.startedAt,
    ...(invocation.error === undefined && outcomeOf(invocation)),
  };
}

function outcomeOf({ authorization }: Invocation): Partial<AuthorizerTestResult> {
  const { principalId, claims, call } = authorization ?? {};
  if (claims) return { claims };
  const { policyDocument } = JSON.parse(call!.received!.toString('utf8')) as { policyDocument: unknown };
  return { principalId: principalId!, policy: JSON.stringify(policyDocument) };
}

/** Creates a deployment with one method that uses the authorizer. */
function snapshot(authorizer: Authorizer): Deployment {
  const method: Method = {
    httpMethod: 'GET',
    authorizationType: authorizer.type === 'COGNITO_USER_POOLS' ? 'COGNITO_USER_POOLS' : 'CUSTOM',
    authorizerId: authorizer.id,
    apiKeyRequired: false,
  };
  return {
    id: STAGE,
    createdDate: 0,
    snapshot: {
      api: { name: STAGE, apiKeySource: 'HEADER' },
      definition: {
        resources: { root: { id: 'root', path: '/', resourceMethods: { GET: method } } },
        models: {},
        requestValidators: {},
        authorizers: { [authorizer.id]: authorizer },
        gatewayResponses: {},
      },
    },
  };
}
