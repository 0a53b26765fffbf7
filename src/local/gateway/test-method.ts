/**
 * TestInvokeMethod: runs one method in its current definition, without a stage, a client, authorization, keys or
 * throttling. Recorded: test_invoke_test_method.
 */
import type { Cloud, MethodTest, MethodTestResult } from '../cloud/cloud.ts';
import type { Deployment, RestApi } from '../state/apis/model.ts';
import type { ClientResponse } from './client-response.ts';
import { compiledDeployment } from './deployment/compiled-deployment.ts';
import { createRouter } from './deployment/router.ts';
import { errorResponse } from './error-response.ts';
import { GatewayError, internalError, invalidBody, missingParameters } from './gateway-error.ts';
import { mediaTypeOf } from './http/media-type.ts';
import { headerValue } from './http/request-headers.ts';
import type { Invocation, RouteFacts } from './invocation.ts';
import { testLog } from './observe/test-log.ts';
import { createApiFinder } from './region-state.ts';
import { testInvocation } from './test-invocation.ts';

const STAGE = 'test-invoke-stage';

/** The caller has already found the API, the resource and the method. */
export async function testMethod(cloud: Cloud, test: MethodTest): Promise<MethodTestResult> {
  const { api } = createApiFinder(cloud)(test.apiId)!;
  const resource = test.definition.resources[test.resourceId]!;
  const path = test.path ?? resource.path;
  const deployment = compiledDeployment(test.apiId, snapshot(api, test));
  const invocation = testInvocation(cloud, test, { httpMethod: test.httpMethod, path, stageName: STAGE }, deployment);
  const method = deployment.route(test.httpMethod, resource.path)!.target;
  invocation.route = { method, pathParameters: parametersOf(resource.path, invocation.path), path: invocation.path };
  const answer = await run(invocation, invocation.route, cloud);
  const body = answer.body.toString();
  const latency = cloud.clock.now() - invocation.startedAt;
  invocation.outcome = { status: answer.status, length: Buffer.byteLength(body), latency };
  const headers = [...answer.headers.values()];
  if (!invocation.error && !answer.headers.has('content-type'))
    headers.unshift({ name: 'Content-Type', values: ['application/json'] });
  if (answer.traced) headers.unshift({ name: 'X-Amzn-Trace-Id', values: [invocation.trace.full] });
  const log = testLog(invocation, { path: path.split('?', 1)[0]!, headers, body, now: cloud.clock.now() });
  return { status: answer.status, headers, body, log, latency };
}

/**
 * Creates a deployment with only this resource, so that its own path leads to it, whatever its variables are called.
 */
function snapshot({ name, apiKeySource, binaryMediaTypes }: RestApi, test: MethodTest): Deployment {
  const { definition, resourceId } = test;
  return {
    id: STAGE,
    createdDate: 0,
    snapshot: {
      api: { name, apiKeySource, ...(binaryMediaTypes && { binaryMediaTypes }) },
      definition: { ...definition, resources: { [resourceId]: definition.resources[resourceId]! } },
    },
  };
}

/** Returns an empty object if the path is another one, because the path is not used for routing (recorded). */
function parametersOf(resourcePath: string, path: string): Readonly<Record<string, string>> {
  const route = createRouter([{ path: resourcePath, methods: new Map([['ANY', true]]) }]);
  return route('GET', path)?.parameters ?? {};
}

async function run(invocation: Invocation, route: RouteFacts, cloud: Cloud): Promise<ClientResponse> {
  try {
    await validate(invocation, route);
    return await route.method.integrate(invocation, cloud);
  } catch (thrown) {
    invocation.error = thrown instanceof GatewayError ? thrown : internalError(String(thrown));
    const answer = errorResponse(invocation, invocation.error);
    // A failure has no content type here, although a client would get one (recorded: test_failed_invoke_test_method).
    answer.headers.delete('content-type');
    return answer;
  }
}

async function validate(invocation: Invocation, { method }: RouteFacts): Promise<void> {
  const missing = method.requiredParameters.filter(({ isMissing }) => isMissing(invocation));
  if (missing.length > 0) throw missingParameters(missing.map(({ name }) => name));
  const type = mediaTypeOf(headerValue(invocation.headers, 'content-type'));
  const violation = await method.checkBody?.(type, invocation.body);
  if (violation !== undefined) throw invalidBody(violation);
}
