/**
 * The request to Lambda and its response as the logs show them (recorded: test_apigw_test_invoke_method_api). The
 * embedded gateway calls the function without HTTP, so these headers exist only in the logs.
 */
import type { InvokeResult } from '../../cloud/cloud.ts';
import type { Invocation } from '../invocation.ts';
import type { IntegrationFacts } from './integration-facts.ts';
import type { FunctionTarget } from './lambda-uri.ts';

export function sentToLambda(invocation: Invocation, { url }: FunctionTarget, body: Buffer | string) {
  const { requestId, target, startedAt } = invocation;
  const date = new Date(startedAt).toISOString().replace(/[-:]|\.\d+/g, '');
  return {
    uri: url,
    headers: [
      ['x-amzn-lambda-integration-tag', requestId],
      ['Authorization', '*'.repeat(64)],
      ['X-Amz-Date', date],
      ['x-amzn-apigateway-api-id', target.apiId],
      ['Accept', 'application/json'],
      ['User-Agent', `AmazonAPIGateway_${target.apiId}`],
      ['X-Amz-Security-Token', '*'.repeat(1024)],
    ],
    body,
  } as const satisfies IntegrationFacts['sent'];
}

export function receivedFromLambda(
  { trace }: Invocation,
  { payload, requestId, executedVersion, functionError }: InvokeResult,
  now: number,
): NonNullable<IntegrationFacts['received']> {
  return {
    headers: [
      ['Date', new Date(now).toUTCString()],
      ['Content-Type', 'application/json'],
      ['Content-Length', String(payload.length)],
      ['Connection', 'keep-alive'],
      ['x-amzn-RequestId', requestId],
      ...(functionError === undefined ? [] : [['X-Amz-Function-Error', functionError] as const]),
      ['x-amzn-Remapped-Content-Length', '0'],
      ['X-Amz-Executed-Version', executedVersion],
      ['X-Amzn-Trace-Id', trace.full],
    ],
    body: payload,
  };
}
