/** AWS REST-JSON 1: labels, query and JSON body in; JSON out; the error name is in `x-amzn-ErrorType`. */
import { AwsError } from '../cloud/aws-error.ts';
import { type HttpRequest, HttpResult, type Operation, type OperationContext } from '../cloud/operation.ts';
import { type OperationModel, outputOf } from '../cloud/operation-model.ts';
import { checkRequest } from './check-request.ts';
import { placeOutput } from './place-output.ts';
import { readMembers } from './read-members.ts';
import { type BodyReader, readRest } from './read-rest.ts';
import type { RouteMatch } from './route-table.ts';
import { asAwsError, refuseDeepNesting, type WireResponse } from './wire.ts';
import { JSON_FORMS, type Members, writeStructure } from './write-members.ts';

export async function answerRestJson(match: RouteMatch, context: OperationContext): Promise<WireResponse> {
  const { operation, labels } = match;
  try {
    const model = await operation.model?.();
    const input = model ? readRest(model, labels, context.http, jsonBody(model, operation, context.http)) : labels;
    if (model) checkRequest(model, input);
    const output = await operation.run(input, context);
    return model && operation.http === undefined
      ? respond(model, (output ?? {}) as Members, context)
      : asReturned(operation, output, context);
  } catch (error) {
    return restJsonError(error, context);
  }
}

const jsonBody = (model: OperationModel, { rawBody }: Operation, http: HttpRequest): BodyReader => ({
  members: () => readMembers(model, rawBody ? {} : jsonMembers(http)),
  payload: () => (http.body.length === 0 ? undefined : http.body),
});

/** The response of an operation that writes it itself. */
function asReturned(operation: Operation, output: unknown, context: OperationContext): WireResponse {
  if (output instanceof HttpResult)
    return { status: output.status, headers: withRequestId(output.headers, context), body: output.body };
  const body = output === undefined ? '' : JSON.stringify(output);
  return { status: operation.status ?? 200, headers: withRequestId(body === '' ? {} : JSON_TYPE, context), body };
}

function respond(model: OperationModel, output: Members, context: OperationContext): WireResponse {
  const { status, headers, payload } = placeOutput(model, output);
  const body = payload === undefined ? bodyOf(model, output) : ((output[payload] ?? '') as Buffer | string);
  return { status, headers: withRequestId({ ...(body.length > 0 && JSON_TYPE), ...headers }, context), body };
}

/** A response without members has no body. */
function bodyOf(model: OperationModel, output: Members): string {
  const shape = outputOf(model);
  return shape ? JSON.stringify(writeStructure(model, shape, output, JSON_FORMS)) : '';
}

const JSON_TYPE = { 'content-type': 'application/json' };

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
