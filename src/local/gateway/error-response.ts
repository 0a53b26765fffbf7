/** Converts a gateway error into the gateway response that the API has configured, or into AWS's default. */
import type { ClientResponse } from './client-response.ts';
import type { GatewayError } from './gateway-error.ts';
import { mediaTypeOf } from './http/media-type.ts';
import { headerValue } from './http/request-headers.ts';
import { addHeader, addMappedHeader, newHeaders } from './http/response-headers.ts';
import type { Invocation } from './invocation.ts';

export function errorResponse(invocation: Invocation, error: GatewayError): ClientResponse {
  const configured = invocation.stage?.deployment.configuredResponse(error.type, error.status);
  const headers = newHeaders();
  for (const { name, value } of configured?.headers ?? []) {
    addMappedHeader(headers, name, value(invocation));
  }
  if (!headers.has('x-amzn-errortype')) addHeader(headers, 'x-amzn-ErrorType', [error.errorType]);
  const [mediaType, template] = chooseTemplate(invocation, configured?.templates) ?? ['application/json', undefined];
  if (!headers.has('content-type')) addHeader(headers, 'Content-Type', [mediaType]);
  return {
    status: configured?.status ?? error.status,
    headers,
    body: template ? template(invocation) : defaultBody(error),
    traced: false,
  };
}

/** Chooses the template of the first media type that the client accepts, otherwise JSON's, otherwise the first. */
function chooseTemplate<T>(
  invocation: Invocation,
  templates: ReadonlyMap<string, T> | undefined,
): [string, T] | undefined {
  if (templates === undefined || templates.size === 0) return undefined;
  const accepted = mediaTypeOf(headerValue(invocation.headers, 'accept')) ?? '';
  for (const type of [accepted, 'application/json']) {
    const template = templates.get(type);
    if (template !== undefined) return [type, template];
  }
  return templates.entries().next().value;
}

function defaultBody({ member, spaced, messageString }: GatewayError): string {
  return `{"${member}":${spaced ? ' ' : ''}${messageString}}`;
}
