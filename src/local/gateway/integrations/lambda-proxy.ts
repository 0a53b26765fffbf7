/**
 * AWS_PROXY: passes the request to a Lambda function as an event, and returns the function's response to the client.
 */
import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud, InvokeResult } from '../../cloud/cloud.ts';
import type { Integration } from '../../state/apis/model.ts';
import type { ClientResponse } from '../client-response.ts';
import { badGateway, configurationError, integrationTimeout, requestTooLong } from '../gateway-error.ts';
import { isBinary, mediaTypeOf } from '../http/media-type.ts';
import { headerValue } from '../http/request-headers.ts';
import type { IntegrationRunner, Invocation } from '../invocation.ts';
import { requireInvokePermission } from './calling-role.ts';
import { functionErrorText } from './function-error.ts';
import type { IntegrationFacts } from './integration-facts.ts';
import { withTimeout } from './integration-timeout.ts';
import { receivedFromLambda, sentToLambda } from './lambda-log.ts';
import { compileLambdaUri, type FunctionTarget } from './lambda-uri.ts';
import { proxyEvent } from './proxy-event.ts';
import { proxyResponse } from './proxy-response.ts';

/** Lambda's limit in bytes for synchronous payloads in each direction. */
const MAX_PAYLOAD = 6_291_556;

/** The default timeout in milliseconds (docs/aws/quotas.md). */
const DEFAULT_TIMEOUT = 29_000;

/**
 * A mapping of one of these headers makes every call fail with 500 (recorded:
 * test_apigateway_header_remapping_aws[AWS_PROXY]).
 */
const UNMAPPABLE = new Set([
  'authorization',
  'connection',
  'content-length',
  'expect',
  'proxy-authenticate',
  'te',
  'transfer-encoding',
]);

export function compileLambdaProxy(integration: Integration): IntegrationRunner {
  const target = compileLambdaUri(integration.uri ?? '');
  const timeout = integration.timeoutInMillis ?? DEFAULT_TIMEOUT;
  const mistake = configurationMistake(integration);

  return async (invocation, cloud) => {
    if (mistake !== undefined) throw configurationError(mistake);
    const stage = invocation.stage!;
    const route = invocation.route!;
    const functionTarget = target(stage.variables);
    if (!functionTarget) throw configurationError(`the integration URI ${integration.uri} names no Lambda function`);

    const payload = proxyEvent(invocation, stage, route);
    if (Buffer.byteLength(payload) > MAX_PAYLOAD) throw requestTooLong();
    const facts: IntegrationFacts = {
      latency: 0,
      serviceStatus: undefined,
      status: undefined,
      requestId: undefined,
      error: undefined,
      sent: sentToLambda(invocation, functionTarget, payload),
      received: undefined,
    };
    invocation.integration = facts;
    const sentAt = cloud.clock.now();
    try {
      if (integration.credentials !== undefined) {
        requireInvokePermission(cloud, integration.credentials, functionTarget);
      }
      const call = invoke(cloud, invocation, functionTarget, payload, integration.credentials !== undefined);
      const result = await withTimeout(cloud.clock, timeout, call, integrationTimeout);
      return readResult(invocation, facts, result, cloud.clock.now());
    } finally {
      facts.latency = cloud.clock.now() - sentAt;
    }
  };
}

function configurationMistake({ httpMethod, requestParameters }: Integration): string | undefined {
  if (httpMethod?.toUpperCase() !== 'POST') return `Lambda functions are called with POST, not ${httpMethod}`;
  for (const parameter of Object.keys(requestParameters ?? {})) {
    const [, header] = /^integration\.request\.header\.(.+)$/.exec(parameter) ?? [];
    if (header !== undefined && UNMAPPABLE.has(header.toLowerCase())) return `the header ${header} cannot be mapped`;
  }
  return undefined;
}

/** With `credentials` the gateway calls as that role, so the resource policy of the function does not apply. */
function invoke(
  cloud: Cloud,
  { target, httpMethod, stageName, stage, route, trace }: Invocation,
  { account, region, functionName, qualifier }: FunctionTarget,
  payload: string,
  asRole: boolean,
): Promise<InvokeResult> {
  const { scope } = stage!;
  const method = `${target.apiId}/${stageName}/${httpMethod}${route!.method.resourcePath}`;
  return cloud.functions.invoke({
    scope: { account, region },
    functionName,
    ...(qualifier !== undefined && { qualifier }),
    payload,
    isJson: true,
    ...(!asRole && {
      onBehalfOf: {
        service: 'apigateway.amazonaws.com',
        sourceArn: `arn:aws:execute-api:${scope.region}:${scope.account}:${method}`,
      },
    }),
    traceId: trace.full,
  });
}

function readResult(
  invocation: Invocation,
  facts: IntegrationFacts,
  result: InvokeResult | AwsError,
  now: number,
): ClientResponse {
  if (result instanceof AwsError) {
    facts.serviceStatus = result.status;
    if (result.status === 413) throw requestTooLong();
    throw configurationError(describeRefusal(result));
  }
  facts.serviceStatus = 200;
  facts.requestId = result.requestId;
  facts.received = receivedFromLambda(invocation, result, now);
  if (result.functionError !== undefined) {
    throw badGateway(
      `Lambda execution failed with status 200 due to customer function error: ${functionErrorText(result.payload)}. Lambda request id: ${result.requestId}`,
    );
  }
  if (result.payload.length > MAX_PAYLOAD) {
    throw badGateway(`the function's response has ${result.payload.length} bytes; Lambda's limit is ${MAX_PAYLOAD}`);
  }
  const accepted = mediaTypeOf(headerValue(invocation.headers, 'accept'));
  const answer = proxyResponse(result.payload, isBinary(accepted, invocation.stage!.deployment.binaryMediaTypes));
  facts.status = answer.status;
  return answer;
}

function describeRefusal(error: AwsError): string {
  return error.code === 'AccessDeniedException'
    ? `Invalid permissions on Lambda function: ${error.message}`
    : `${error.code}: ${error.message}`;
}
