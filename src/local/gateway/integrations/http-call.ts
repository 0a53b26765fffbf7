/** HTTP and HTTP_PROXY: sends the request to a backend outside the cloud, mapped or unchanged. */
import type { Integration } from '../../state/apis/model.ts';
import type { ClientResponse } from '../client-response.ts';
import { headerValue } from '../http/request-headers.ts';
import { addHeader, newHeaders, PROXY_REMAPPED } from '../http/response-headers.ts';
import type { IntegrationRunner, Invocation } from '../invocation.ts';
import { beginExchange, type Exchange } from '../mapping-context/exchange.ts';
import { incomingHeaders } from '../mapping-context/incoming-headers.ts';
import { queryOf } from '../query-of.ts';
import { DEFAULT_TIMEOUT } from './backend-call.ts';
import { callHttpBackend } from './http-backend.ts';
import type { HttpResponse } from './http-client.ts';
import { type Endpoint, endpointOf } from './http-endpoint.ts';
import { compileRequestParameters, type IntegrationParameters } from './request-parameters.ts';
import { compileRequestTransform } from './transform-request.ts';
import { compileResponseTransform } from './transform-response.ts';
import { throughVpcLink } from './vpc-link.ts';

/**
 * Headers that are never passed to a backend (recorded), because they are about one connection. `trailer` announces
 * chunks, and none are sent.
 */
const HOP_HEADERS = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'proxy-authenticate',
  'te',
  'trailer',
  'transfer-encoding',
]);

type Headers = Map<string, { readonly name: string; readonly values: readonly string[] }>;

export function compileHttpCall(integration: Integration): IntegrationRunner {
  const proxies = integration.type === 'HTTP_PROXY';
  const mapParameters = compileRequestParameters(integration);
  const transformRequest = compileRequestTransform(integration);
  const transformResponse = compileResponseTransform(integration);
  const timeout = integration.timeoutInMillis ?? DEFAULT_TIMEOUT;
  const { uri = '', connectionType, connectionId = '' } = integration;

  return async (invocation, cloud) => {
    const exchange = beginExchange(invocation);
    const body = Buffer.from(proxies ? invocation.body : transformRequest(exchange));
    const parameters = mapParameters(exchange);
    const endpoint = endpointOf(
      uri,
      invocation.stage!.variables,
      parameters.path,
      queryFor(invocation, parameters, proxies),
    );
    const result = await callHttpBackend(cloud, invocation, {
      uri: endpoint.url.href,
      timeout,
      method: methodFor(integration, invocation),
      endpoint: connectionType === 'VPC_LINK' ? throughVpcLink(endpoint, connectionId, invocation, cloud) : endpoint,
      headers: [...headersFor(exchange, parameters, endpoint, body, proxies)],
      body,
      insecure: integration.tlsConfig?.insecureSkipVerification === true,
    });
    if (proxies) return proxyAnswer(result);
    return transformResponse(exchange, {
      selection: String(result.status),
      body: result.body,
      headers: result.headers,
      traced: true,
    });
  };
}

/** `ANY` calls the backend with the method of the client. */
function methodFor({ httpMethod }: Integration, invocation: Invocation): string {
  return httpMethod === undefined || httpMethod.toUpperCase() === 'ANY'
    ? invocation.httpMethod
    : httpMethod.toUpperCase();
}

/** A proxy passes the client's own parameters; a mapped parameter replaces the client's parameter of the same name. */
function queryFor(
  invocation: Invocation,
  { querystring }: IntegrationParameters,
  proxies: boolean,
): Iterable<readonly [string, readonly string[]]> {
  if (!proxies) return querystring;
  return new Map<string, readonly string[]>([...Object.entries(queryOf(invocation).multi), ...querystring]);
}

function* headersFor(
  { invocation }: Exchange,
  parameters: IntegrationParameters,
  { url }: Endpoint,
  body: Buffer,
  proxies: boolean,
): Generator<readonly [string, string]> {
  const headers: Headers = new Map();
  const set = (name: string, values: readonly string[]) => headers.set(name.toLowerCase(), { name, values });
  if (proxies) {
    for (const [name, value] of incomingHeaders(invocation)) {
      // Only a mapping passes this header on (recorded: test_apigateway_header_remapping_http[HTTP_PROXY]).
      if (name.toLowerCase() === 'content-encoding') continue;
      set(name, invocation.headers.get(name.toLowerCase())?.values ?? [value]);
    }
  } else {
    set('Accept', ['application/json']);
    if (body.length > 0) {
      set('Content-Type', [headerValue(invocation.headers, 'content-type') ?? 'application/json']);
    }
    set('User-Agent', [`AmazonAPIGateway_${invocation.target.apiId}`]);
  }
  for (const [name, values] of parameters.header) set(name, values);
  for (const name of HOP_HEADERS) if (!(name === 'host' && mapped(parameters, name))) headers.delete(name);
  if (!headers.has('host')) set('Host', [url.host]);
  set('X-Amzn-Trace-Id', [invocation.trace.inEvent]);
  set('X-Amzn-Apigateway-Api-Id', [invocation.target.apiId]);
  set('Content-Length', [String(body.length)]);
  for (const { name, values } of headers.values()) for (const value of values) yield [name, value];
}

const mapped = ({ header }: IntegrationParameters, wanted: string): boolean =>
  [...header.keys()].some((name) => name.toLowerCase() === wanted);

const REMAPPED = new Set([...PROXY_REMAPPED, 'x-amzn-requestid']);

/** Recorded: test_http_integration_with_lambda[HTTP_PROXY] and test_apigateway_header_remapping_http. */
function proxyAnswer({ status, headers, body }: HttpResponse): ClientResponse {
  const sent = newHeaders();
  for (const { name, values } of headers.values()) addHeader(sent, name, values, REMAPPED);
  // The gateway adds no trace ID of its own here; a backend on AWS has one.
  return { status, headers: sent, body, traced: headers.has('x-amzn-trace-id') };
}
