/**
 * Transforms the response of a backend for the client: integration response by pattern, mapped headers, template,
 * overrides.
 */
import type { Integration, IntegrationResponse } from '../../state/apis/model.ts';
import type { ClientResponse } from '../client-response.ts';
import { configurationError } from '../gateway-error.ts';
import { addHeader, addMappedHeader, MAPPED_REMAPPED, newHeaders } from '../http/response-headers.ts';
import { responseOverrides } from '../mapping-context/context-object.ts';
import type { Exchange } from '../mapping-context/exchange.ts';
import type { BackendResponse } from './backend-response.ts';
import { chooseResponse } from './choose-response.ts';
import { type Payload, responsePayload } from './content-handling.ts';
import { compileResponseTemplates } from './mapping-templates.ts';
import { compileResponseSource } from './response-source.ts';

/** Throws `GatewayError`. */
export type ResponseTransform = (exchange: Exchange, backend: BackendResponse) => ClientResponse;

const HEADER = 'method.response.header.';

export function compileResponseTransform(integration: Integration): ResponseTransform {
  const choose = chooseResponse(integration.integrationResponses, compileResponse);
  return (exchange, backend) => {
    const response = choose(backend.selection);
    if (response) return response(exchange, backend);
    throw configurationError(
      `No match for output mapping and no default output mapping configured. Endpoint Response Status Code: ${backend.selection ?? 200}`,
    );
  };
}

function compileResponse(response: IntegrationResponse): ResponseTransform {
  const chooseTemplate = compileResponseTemplates(response);
  const parameters = Object.entries(response.responseParameters ?? {}).flatMap(([target, expression]) => {
    const source = compileResponseSource(expression);
    return target.startsWith(HEADER) && source ? [{ name: target.slice(HEADER.length), source }] : [];
  });

  return (exchange, backend) => {
    const { invocation } = exchange;
    const headers = newHeaders();
    for (const { name, source } of parameters) {
      for (const value of source(invocation, backend) ?? []) addMappedHeader(headers, name, value, MAPPED_REMAPPED);
    }
    const payload = convert(exchange, backend, response);
    const chosen = chooseTemplate(invocation);
    if (chosen?.template && typeof payload !== 'string') {
      throw configurationError(
        'Unable to transform response: a mapping template needs text, and the payload is binary',
      );
    }
    const body = chosen?.template ? chosen.template(exchange, payload as string) : payload;
    const status = applyOverrides(exchange, headers) ?? Number(response.statusCode);
    if (chosen && chosen.type !== '$default' && !headers.has('content-type')) {
      addHeader(headers, 'Content-Type', [chosen.type]);
    }
    return { status, headers, body, traced: backend.traced };
  };
}

function convert({ invocation }: Exchange, { body, headers }: BackendResponse, response: IntegrationResponse): Payload {
  const { binaryMediaTypes } = invocation.stage!.deployment;
  const type = headers.get('content-type')?.values.at(-1);
  return responsePayload(body, type, invocation.headers, binaryMediaTypes, response.contentHandling);
}

/** Replaces mapped headers by overrides; returns the status if a template has set one. */
function applyOverrides(exchange: Exchange, headers: ReturnType<typeof newHeaders>): number | undefined {
  if (!exchange.contextInUse) return undefined;
  const overrides = responseOverrides(exchange.contextInUse);
  for (const [name, values] of overrides.headers) {
    headers.delete(name.toLowerCase());
    for (const value of values) addMappedHeader(headers, name, value, MAPPED_REMAPPED);
  }
  if (overrides.status === undefined) return undefined;
  if (/^[1-5]\d\d$/.test(overrides.status)) return Number(overrides.status);
  throw configurationError(`$context.responseOverride.status is ${overrides.status}, which is not a valid HTTP status`);
}
