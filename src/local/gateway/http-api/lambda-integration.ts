/** AWS_PROXY: passes the request to a function as an event, and returns its response to the client. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud, InvokeResult } from '../../cloud/cloud.ts';
import type { HttpIntegration } from '../../state/http-apis/model.ts';
import { GatewayError } from '../gateway-error.ts';
import { requireInvokePermission } from '../integrations/calling-role.ts';
import { functionErrorText } from '../integrations/function-error.ts';
import { withTimeout } from '../integrations/integration-timeout.ts';
import { compileLambdaUri, type FunctionTarget } from '../integrations/lambda-uri.ts';
import { functionAnswer } from './function-answer.ts';
import type { HttpAnswer } from './http-answer.ts';
import { integrationFailure, serviceUnavailable, tooLarge } from './http-api-error.ts';
import type { HttpIntegrationFacts, HttpIntegrationRunner, HttpInvocation } from './http-invocation.ts';
import { compileRequestMapping, compileResponseMapping } from './parameter-mapping.ts';
import { eventV1 } from './payload-v1.ts';
import { eventV2 } from './payload-v2.ts';

/** Lambda's limit in bytes for synchronous payloads in each direction. */
const MAX_PAYLOAD = 6_291_556;

export function compileLambdaIntegration(integration: HttpIntegration): HttpIntegrationRunner {
  const { IntegrationUri = '', PayloadFormatVersion: version = '1.0', TimeoutInMillis, CredentialsArn } = integration;
  const resolve = compileLambdaUri(invocationUri(IntegrationUri));
  const event = version === '2.0' ? eventV2 : eventV1;
  const mapRequest = compileRequestMapping(integration);
  const mapResponse = compileResponseMapping(integration);

  return async (invocation, cloud) => {
    const facts: HttpIntegrationFacts = {
      latency: 0,
      serviceStatus: undefined,
      status: undefined,
      requestId: undefined,
      error: undefined,
    };
    invocation.integration = facts;
    const target = resolve(invocation.stage!.variables);
    if (!target) throw integrationFailure(`the integration URI ${IntegrationUri} names no Lambda function`);
    const payload = event(mapRequest?.(invocation) ?? invocation);
    if (Buffer.byteLength(payload) > MAX_PAYLOAD) throw tooLarge();
    const sentAt = cloud.clock.now();
    try {
      if (CredentialsArn !== undefined) checkRole(cloud, CredentialsArn, target);
      const call = invoke(cloud, invocation, target, payload, CredentialsArn !== undefined);
      const late = () => serviceUnavailable('Endpoint request timed out');
      const answer = read(facts, await withTimeout(cloud.clock, TimeoutInMillis, call, late), version);
      return mapResponse?.(invocation, answer) ?? answer;
    } finally {
      facts.latency = cloud.clock.now() - sentAt;
    }
  };
}

/** HTTP APIs accept the ARN of the function itself, too. */
function invocationUri(uri: string): string {
  const [, region] = /^arn:[\w-]+:lambda:([\w-]+):/.exec(uri) ?? [];
  return region === undefined
    ? uri
    : `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${uri}/invocations`;
}

function checkRole(cloud: Cloud, roleArn: string, target: FunctionTarget): void {
  try {
    requireInvokePermission(cloud, roleArn, target);
  } catch (error) {
    throw error instanceof GatewayError ? integrationFailure(NOT_PERMITTED) : error;
  }
}

function invoke(
  cloud: Cloud,
  { target, stageName, stage, route, trace }: HttpInvocation,
  { account, region, functionName, qualifier }: FunctionTarget,
  payload: string,
  asRole: boolean,
): Promise<InvokeResult> {
  const { scope } = stage!;
  return cloud.functions.invoke({
    scope: { account, region },
    functionName,
    ...(qualifier !== undefined && { qualifier }),
    payload,
    isJson: true,
    ...(!asRole && {
      onBehalfOf: {
        service: 'apigateway.amazonaws.com',
        sourceArn: `arn:aws:execute-api:${scope.region}:${scope.account}:${target.apiId}/${stageName}/${inArn(route!.route.key)}`,
      },
    }),
    traceId: trace.full,
  });
}

/** `GET /pets/{id}` → `GET/pets/{id}`; ANY is `*`, and the route `$default` is itself (docs/aws/http-apis.md). */
function inArn(routeKey: string): string {
  const [method, path] = routeKey.split(' ');
  return path === undefined ? routeKey : `${method === 'ANY' ? '*' : method}${path}`;
}

function read(facts: HttpIntegrationFacts, result: InvokeResult | AwsError, version: string): HttpAnswer {
  if (result instanceof AwsError) {
    facts.serviceStatus = result.status;
    if (result.status === 413) throw tooLarge();
    if (result.status === 429) throw serviceUnavailable(result.message);
    throw integrationFailure(
      result.code === 'AccessDeniedException' ? NOT_PERMITTED : `${result.code}: ${result.message}`,
    );
  }
  facts.serviceStatus = 200;
  facts.requestId = result.requestId;
  if (result.functionError !== undefined) {
    throw integrationFailure(
      `The Lambda function returned the following error: ${functionErrorText(result.payload)}. Check your Lambda function code and try again.`,
    );
  }
  if (result.payload.length > MAX_PAYLOAD)
    throw integrationFailure(`the response is above Lambda's ${MAX_PAYLOAD} bytes`);
  const answer = functionAnswer(result.payload, version);
  facts.status = answer.status;
  return answer;
}

const NOT_PERMITTED =
  "The IAM role configured on the integration or API Gateway doesn't have permissions to call the integration. Check the permissions and try again.";
