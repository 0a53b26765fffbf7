/**
 * Execution logs: each step of the gateway, in the log group that AWS uses. `ERROR` logs failures, `INFO` logs every
 * step, and data tracing adds the content of requests and responses.
 */
import { createHash } from 'node:crypto';
import type { LogSink } from '../../cloud/cloud.ts';
import type { AuthorizationFacts } from '../authorizers/authorization-facts.ts';
import type { ClientResponse } from '../client-response.ts';
import { CLIENT_DENIED } from '../gateway-error.ts';
import type { Invocation } from '../invocation.ts';
import { methodSetting } from '../method-setting.ts';
import { queryOf } from '../query-of.ts';
import { headersText, integrationLines, mapText } from './step-lines.ts';

/** The limit for an event, here in characters; longer events are cut (docs/aws/quotas.md). */
const MAX_EVENT = 1024;

export function writeExecutionLog(logs: LogSink, invocation: Invocation, answer: ClientResponse): void {
  const { stage, stageName, target, requestId, startedAt } = invocation;
  // A request that AWS WAF blocks does not reach the execution.
  if (stage === undefined || invocation.error?.type === 'WAF_FILTERED') return;
  const setting = methodSetting(invocation);
  if (setting === undefined || setting.loggingLevel === 'OFF') return;
  const lines =
    setting.loggingLevel === 'INFO' ? steps(invocation, answer, setting.dataTraceEnabled) : failure(invocation);
  if (lines.length === 0) return;
  const redact = redactor(invocation);
  const group = `API-Gateway-Execution-Logs_${target.apiId}/${stageName}${stage.isCanary ? '/Canary' : ''}`;
  logs.write(
    stage.scope,
    { group, stream: createHash('md5').update(group).digest('hex') },
    lines.map((line) => ({ timestamp: startedAt, message: `(${requestId}) ${redact(line)}`.slice(0, MAX_EVENT) })),
  );
}

/** Returns the steps in the recorded order (docs/aws/data-plane.md). */
function steps(invocation: Invocation, answer: ClientResponse, traced: boolean): string[] {
  const { route, integration, requestId, extendedRequestId, httpMethod, headers, body, outcome } = invocation;
  const data = (...lines: string[]) => (traced ? lines : []);
  const failed = failure(invocation);
  return [
    `Extended Request Id: ${extendedRequestId}`,
    ...(invocation.authorization?.call ? authorizerSteps(invocation.authorization, requestId, data) : []),
    `Starting execution for request: ${requestId}`,
    ...(route ? [`HTTP Method: ${httpMethod}, Resource Path: ${route.method.resourcePath}`] : []),
    ...data(
      `Method request path: ${mapText(Object.entries(route?.pathParameters ?? {}))}`,
      `Method request query string: ${mapText(Object.entries(queryOf(invocation).single))}`,
      `Method request headers: ${headersText(headers.values())}`,
      `Method request body before transformations: ${body.toString('utf8')}`,
    ),
    ...(integration ? integrationLines(integration, data) : []),
    ...(failed.length > 0
      ? failed
      : [
          ...data(
            `Method response body after transformations: ${answer.body.toString()}`,
            `Method response headers: ${headersText(answer.headers.values())}`,
          ),
          'Successfully completed execution',
        ]),
    `Method completed with status: ${outcome?.status}`,
  ];
}

/** Returns the lines in the form of execution logs of AWS that users have published. */
export function authorizerSteps(
  { call, principalId }: AuthorizationFacts,
  requestId: string,
  data: (...lines: string[]) => string[],
): string[] {
  const { authorizer, identity, sent, received } = call!;
  const uri = authorizer.authorizerUri ?? '';
  return [
    `Starting authorizer: ${authorizer.id} for request: ${requestId}`,
    `Incoming identity: ${masked(identity)}`,
    ...data(`Endpoint request URI: ${uri}`, `Endpoint request body after transformations: ${sent}`),
    `Sending request to ${uri}`,
    ...(received ? data(`Authorizer result body before parsing: ${received.toString('utf8')}`) : []),
    ...(principalId === undefined
      ? []
      : [
          `Using valid authorizer policy for principal: ${masked(principalId)}`,
          'Successfully completed authorizer execution',
        ]),
  ];
}

/** Shows only the end: six characters, or fewer of a short text. */
function masked(text: string): string {
  const shown = Math.min(6, Math.floor(text.length / 2));
  return '*'.repeat(text.length - shown) + text.slice(text.length - shown);
}

/** Returns an empty list if the gateway did not answer by itself. */
export function failure({ error, requestId }: Invocation): string[] {
  if (error === undefined) return [];
  if (error.type === 'UNAUTHORIZED') return [`Unauthorized request: ${requestId}`];
  if (error.type === 'ACCESS_DENIED') return ['The client is not authorized to perform this operation.'];
  if (error.type === 'AUTHORIZER_CONFIGURATION_ERROR' || error.type === 'AUTHORIZER_FAILURE') {
    return [`Execution failed due to configuration error: ${error.reason}`, error.errorType];
  }
  if (error.reason?.startsWith('Lambda execution failed') || error.reason?.startsWith(CLIENT_DENIED))
    return [error.reason];
  if (error.type === 'INTEGRATION_TIMEOUT') return ['Execution failed due to a timeout error'];
  if (error.type === 'INTEGRATION_FAILURE') {
    return [`Execution failed due to a network error communicating with endpoint: ${error.reason}`];
  }
  return [`Execution failed due to configuration error: ${error.reason ?? error.message}`];
}

/**
 * API Gateway masks credentials everywhere in its logs, also in the event for the function: in their original form, and
 * in their JSON form.
 */
function redactor({ headers, authorization }: Invocation): (line: string) => string {
  const sent = ['authorization', 'x-api-key', 'cookie'].flatMap((name) => headers.get(name)?.values ?? []);
  const secrets = [...sent, authorization?.usageIdentifierKey ?? ''];
  // The longest form comes first, because one form can be part of another.
  const forms = secrets
    .filter((secret) => secret !== '')
    .flatMap((secret) => [JSON.stringify(secret).slice(1, -1), secret])
    .sort((one, other) => other.length - one.length);
  return (line) => forms.reduce((text, secret) => text.replaceAll(secret, '*****'), line);
}
