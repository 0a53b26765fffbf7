/**
 * AWS JSON 1.0 and 1.1: the operation is in `X-Amz-Target`, the members are in the body, the error name is in `__type`.
 */
import { AwsError } from '../cloud/aws-error.ts';
import type { Operation, OperationContext } from '../cloud/operation.ts';
import { runWithMembers } from './run-with-members.ts';
import { asAwsError, refuseDeepNesting, type WireResponse } from './wire.ts';
import { JSON_FORMS } from './write-members.ts';

export async function answerJson(
  operation: Operation,
  version: '1.0' | '1.1',
  context: OperationContext,
): Promise<WireResponse> {
  try {
    return respond(
      200,
      await runWithMembers(operation, parse(context.http.body), JSON_FORMS, context),
      version,
      context,
    );
  } catch (error) {
    return jsonError(error, version, context);
  }
}

export function jsonError(
  error: unknown,
  version: '1.0' | '1.1',
  context: Pick<OperationContext, 'requestId'>,
): WireResponse {
  const { code, message, status, members, headers } = asAwsError(error);
  const response = respond(status, { __type: code, [nameOfMessage(code)]: message, ...members }, version, context);
  return { ...response, headers: { ...response.headers, ...headers } };
}

/** The SDKs read both names. Errors of AWS's framework have the upper case, as dynalite's recorded tests expect. */
const nameOfMessage = (code: string): string => (code === 'SerializationException' ? 'Message' : 'message');

function respond(
  status: number,
  body: unknown,
  version: string,
  context: Pick<OperationContext, 'requestId'>,
): WireResponse {
  const headers = { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': context.requestId };
  return { status, headers, body: JSON.stringify(body) };
}

function parse(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  const parsed = parseText(body.toString('utf8'));
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new AwsError('SerializationException', 'The request body is not a JSON structure.');
  }
  refuseDeepNesting(parsed);
  return parsed as Record<string, unknown>;
}

/**
 * Returns `undefined` for text that is not JSON; it gets the same response as any other text that is not a structure.
 */
function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
