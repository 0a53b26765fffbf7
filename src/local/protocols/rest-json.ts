/** AWS REST-JSON 1: labels, query and JSON body in; JSON out; the error name is in `x-amzn-ErrorType`. */
import { AwsError } from '../cloud/aws-error.ts';
import { type HttpRequest, HttpResult, type OperationContext } from '../cloud/operation.ts';
import { checkRequest } from './check-request.ts';
import { readMembers } from './read-members.ts';
import { readQuery } from './read-query.ts';
import type { RouteMatch } from './route-table.ts';
import { asAwsError, refuseDeepNesting, type WireResponse } from './wire.ts';

export async function answerRestJson(match: RouteMatch, context: OperationContext): Promise<WireResponse> {
  const { operation, labels } = match;
  try {
    const model = await operation.model?.();
    const members = operation.rawBody ? {} : readMembers(model, jsonMembers(context.http));
    const query = model ? readQuery(model, context.http.query) : queryMembers(context.http);
    const input = { ...query, ...members, ...labels };
    if (model) checkRequest(model, input, context.http.headers);
    const output = await operation.run(input, context);
    if (output instanceof HttpResult)
      return { status: output.status, headers: withRequestId(output.headers, context), body: output.body };
    const body = output === undefined ? '' : JSON.stringify(output);
    const headers: Record<string, string> = body === '' ? {} : { 'content-type': 'application/json' };
    return { status: operation.status ?? 200, headers: withRequestId(headers, context), body };
  } catch (error) {
    return restJsonError(error, context);
  }
}

export function restJsonError(error: unknown, context: Pick<OperationContext, 'requestId'>): WireResponse {
  const { code, message, status, members, headers } = asAwsError(error);
  return {
    status,
    headers: withRequestId({ 'content-type': 'application/json', 'x-amzn-errortype': code, ...headers }, context),
    body: JSON.stringify({ message, ...members }),
  };
}

const withRequestId = (headers: Record<string, string>, context: Pick<OperationContext, 'requestId'>) => ({
  'x-amzn-requestid': context.requestId,
  ...headers,
});

/** For an operation without a model. */
function queryMembers(http: HttpRequest): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const name of new Set(http.query.keys())) {
    const values = http.query.getAll(name);
    members[name] = values.length === 1 ? values[0] : values;
  }
  return members;
}

function jsonMembers(http: HttpRequest): Record<string, unknown> {
  if (http.body.length === 0) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(http.body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'Unable to parse the request body as JSON.');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new AwsError('SerializationException', 'Start of structure or map found where not expected.');
  }
  refuseDeepNesting(parsed);
  return parsed as Record<string, unknown>;
}
