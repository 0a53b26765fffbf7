/** Validates the request: required parameters first, then the body (recorded: test_api_gateway_request_validator). */
import { invalidBody, missingParameters } from '../gateway-error.ts';
import { mediaTypeOf } from '../http/media-type.ts';
import { headerValue } from '../http/request-headers.ts';
import type { Handler } from './handler.ts';

export const requireParameters: Handler = (invocation) => {
  const { requiredParameters } = invocation.route!.method;
  if (requiredParameters.length === 0) return undefined;
  const missing = requiredParameters.filter(({ isMissing }) => isMissing(invocation));
  if (missing.length > 0) throw missingParameters(missing.map(({ name }) => name));
  return undefined;
};

export const checkBody: Handler = ({ route, headers, body }) =>
  route!.method.checkBody?.(mediaTypeOf(headerValue(headers, 'content-type')), body)?.then((violation) => {
    if (violation !== undefined) throw invalidBody(violation);
    return undefined;
  });
