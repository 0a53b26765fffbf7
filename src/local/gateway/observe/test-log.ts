/** The log text of TestInvokeMethod, in the recorded order (test_invoke_test_method). Maps print as in Java. */
import type { Invocation } from '../invocation.ts';
import { queryOf } from '../query-of.ts';
import { javaDate } from '../values/java-date.ts';
import { authorizerSteps, failure } from './execution-log.ts';
import { headersText, integrationLines, mapText } from './step-lines.ts';

export interface TestResponse {
  /** The path of the test request, without the query. */
  readonly path: string;
  readonly headers: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export function testLog(invocation: Invocation, { path, headers, body, now }: TestResponse): string {
  const { requestId, httpMethod, route, integration, outcome } = invocation;
  const failed = failure(invocation);
  const lines = [
    `Starting execution for request: ${requestId}`,
    `HTTP Method: ${httpMethod}, Resource Path: ${path}`,
    `Method request path: ${mapText(Object.entries(route?.pathParameters ?? {}))}`,
    `Method request query string: ${mapText(Object.entries(queryOf(invocation).single))}`,
    `Method request headers: ${headersText(invocation.headers.values())}`,
    `Method request body before transformations: ${invocation.body.toString('utf8')}`,
    ...(integration ? integrationLines(integration, (...shown) => shown) : []),
    ...(failed.length > 0
      ? failed
      : [
          `Method response body after transformations: ${body}`,
          `Method response headers: ${headersText(headers)}`,
          'Successfully completed execution',
        ]),
    `Method completed with status: ${outcome?.status}`,
  ];
  return logText(requestId, lines, now);
}

/** Returns the log of a TestInvokeAuthorizer call: lines of AWS's execution logs, as users have published them. */
export function authorizerTestLog(invocation: Invocation, now: number): string {
  const { requestId, authorization } = invocation;
  const steps = authorization?.call ? authorizerSteps(authorization, requestId, (...lines) => lines) : [];
  return logText(requestId, [...steps, ...failure(invocation)], now);
}

function logText(requestId: string, lines: readonly string[], now: number): string {
  const time = javaDate(now);
  return [`Execution log for request ${requestId}`, ...lines.map((line) => `${time} : ${line}`), ''].join('\n');
}
