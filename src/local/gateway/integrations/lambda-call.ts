/**
 * AWS with a Lambda URI: the request template makes the event, and the integration response that matches the error
 * message makes the response.
 */
import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud, InvokeRequest, InvokeResult } from '../../cloud/cloud.ts';
import type { Integration } from '../../state/apis/model.ts';
import { retries } from '../../state/functions/asynchronous-invoke.ts';
import { configurationError, requestTooLong } from '../gateway-error.ts';
import type { RequestHeaders } from '../http/request-headers.ts';
import type { IntegrationRunner, Invocation } from '../invocation.ts';
import { beginExchange } from '../mapping-context/exchange.ts';
import { callBackend, DEFAULT_TIMEOUT } from './backend-call.ts';
import type { BackendResponse } from './backend-response.ts';
import { requireInvokePermission } from './calling-role.ts';
import { functionErrorText } from './function-error.ts';
import type { IntegrationFacts } from './integration-facts.ts';
import { receivedFromLambda, sentToLambda } from './lambda-log.ts';
import { compileLambdaUri, type FunctionTarget } from './lambda-uri.ts';
import { compileRequestParameters } from './request-parameters.ts';
import { compileRequestTransform } from './transform-request.ts';
import { compileResponseTransform } from './transform-response.ts';

/** Lambda's limit in bytes for synchronous payloads in each direction. */
const MAX_PAYLOAD = 6_291_556;

const NO_HEADERS: RequestHeaders = new Map();

export function compileLambdaCall(integration: Integration): IntegrationRunner {
  const uri = integration.uri ?? '';
  const resolve = compileLambdaUri(uri);
  const mapParameters = compileRequestParameters(integration);
  const transformRequest = compileRequestTransform(integration);
  const transformResponse = compileResponseTransform(integration);
  const timeout = integration.timeoutInMillis ?? DEFAULT_TIMEOUT;

  return async (invocation, cloud) => {
    const exchange = beginExchange(invocation);
    const text = transformRequest(exchange);
    const parameters = mapParameters(exchange);
    if (integration.httpMethod?.toUpperCase() !== 'POST') {
      throw configurationError(`Lambda functions are called with POST, not ${integration.httpMethod}`);
    }
    const target = resolve(invocation.stage!.variables);
    if (!target) throw configurationError(`the integration URI ${uri} names no Lambda function`);
    // An empty body arrives as an empty object (recorded).
    const payload = Buffer.from(text.length === 0 ? '{}' : text);
    if (payload.length > MAX_PAYLOAD) throw requestTooLong();
    if (!isJson(payload)) return transformResponse(exchange, notJson());

    if (integration.credentials !== undefined) requireInvokePermission(cloud, integration.credentials, target);
    const request = invokeRequest(invocation, target, payload, integration.credentials !== undefined);
    const asynchronous = header(parameters.header, 'x-amz-invocation-type') === 'Event';
    const run = (facts: IntegrationFacts) =>
      asynchronous
        ? accept(cloud, request)
        : cloud.functions.invoke(request).then((result) => noted(invocation, facts, result, cloud.clock.now()));
    const sent = sentToLambda(invocation, target, text);
    const result = await callBackend(cloud, invocation, { sent, timeout, run });
    if (result instanceof AwsError) throw refused(result);
    return transformResponse(exchange, result);
  };
}

function header(headers: ReadonlyMap<string, readonly string[]>, wanted: string): string | undefined {
  for (const [name, values] of headers) if (name.toLowerCase() === wanted) return values.at(-1);
  return undefined;
}

/** With `credentials` the gateway calls as that role, so the resource policy of the function does not apply. */
function invokeRequest(
  { target, httpMethod, stageName, stage, route, trace }: Invocation,
  { account, region, functionName, qualifier }: FunctionTarget,
  payload: Buffer,
  asRole: boolean,
): InvokeRequest {
  const { scope } = stage!;
  const method = `${target.apiId}/${stageName}/${httpMethod}${route!.method.resourcePath}`;
  return {
    scope: { account, region },
    functionName,
    ...(qualifier !== undefined && { qualifier }),
    payload,
    ...(!asRole && {
      onBehalfOf: {
        service: 'apigateway.amazonaws.com',
        sourceArn: `arn:aws:execute-api:${scope.region}:${scope.account}:${method}`,
      },
    }),
    traceId: trace.full,
  };
}

/** The call does not wait for the function. A missing permission is known at once and fails at once. */
async function accept(cloud: Cloud, request: InvokeRequest): Promise<BackendResponse> {
  const retry = retries(cloud, request);
  const first = cloud.functions.invoke(request).then(
    ({ functionError }) => {
      if (functionError !== undefined) retry();
    },
    (error: unknown) => {
      if (error instanceof AwsError && error.status !== 429 && error.status < 500) throw error;
      retry();
    },
  );
  await Promise.race([first, new Promise((resolve) => setImmediate(resolve))]);
  first.catch(() => {});
  return { selection: undefined, body: '', headers: NO_HEADERS, traced: true };
}

function noted(invocation: Invocation, facts: IntegrationFacts, result: InvokeResult, now: number): BackendResponse {
  const { payload, requestId, functionError } = result;
  facts.serviceStatus = 200;
  facts.requestId = requestId;
  facts.received = receivedFromLambda(invocation, result, now);
  facts.status = 200;
  return {
    // Selection patterns are compared with the message of the error document.
    selection: functionError === undefined ? undefined : functionErrorText(payload),
    body: payload.toString('utf8'),
    headers: NO_HEADERS,
    traced: true,
  };
}

function isJson(payload: Buffer): boolean {
  try {
    JSON.parse(payload.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}

/** Lambda rejects such an event; its response is mapped like any other. */
function notJson(): BackendResponse {
  const body = '{"message":"Could not parse request body into json: the event is not JSON"}';
  return { selection: '400', body, headers: NO_HEADERS, traced: true };
}

function refused(error: AwsError): Error {
  if (error.status === 413) return requestTooLong();
  return configurationError(
    error.code === 'AccessDeniedException'
      ? `Invalid permissions on Lambda function: ${error.message}`
      : `${error.code}: ${error.message}`,
  );
}
