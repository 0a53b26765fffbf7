/** HTTP_PROXY: passes the request on to a backend by HTTP, and its response to the client. */
import type { HttpIntegration } from '../../state/http-apis/model.ts';
import { GatewayError, leavesBackend } from '../gateway-error.ts';
import { sendHttp } from '../integrations/http-client.ts';
import { type Endpoint, endpointOf, hasDotSegment } from '../integrations/http-endpoint.ts';
import { withTimeout } from '../integrations/integration-timeout.ts';
import { sourceIp } from '../values/context-variables.ts';
import type { HttpAnswer } from './http-answer.ts';
import { integrationFailure, serviceUnavailable } from './http-api-error.ts';
import type { HttpIntegrationFacts, HttpIntegrationRunner, HttpInvocation } from './http-invocation.ts';
import { compileRequestMapping, compileResponseMapping } from './parameter-mapping.ts';

/** Headers about one connection. */
const HOP_HEADERS = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

export function compileHttpProxy(integration: HttpIntegration): HttpIntegrationRunner {
  const { IntegrationUri = '', IntegrationMethod = 'ANY', TimeoutInMillis, RequestParameters = {} } = integration;
  const mapRequest = compileRequestMapping(integration);
  const mapResponse = compileResponseMapping(integration);
  const hasOwnPath = 'overwrite:path' in RequestParameters;

  return async (invocation, cloud) => {
    const facts: HttpIntegrationFacts = {
      latency: 0,
      serviceStatus: undefined,
      status: undefined,
      requestId: undefined,
      error: undefined,
    };
    invocation.integration = facts;
    const sent = mapRequest?.(invocation) ?? invocation;
    const endpoint = addressOf(sent, IntegrationUri, hasOwnPath);
    const abort = new AbortController();
    const sentAt = cloud.clock.now();
    try {
      const call = sendHttp({
        method: IntegrationMethod === 'ANY' ? invocation.httpMethod : IntegrationMethod,
        endpoint,
        headers: headersFor(sent, endpoint),
        body: invocation.body,
        insecure: false,
        signal: abort.signal,
      });
      const late = () => {
        abort.abort();
        return serviceUnavailable('Endpoint request timed out');
      };
      const result = await withTimeout(cloud.clock, TimeoutInMillis, call, late);
      if (!('body' in result)) throw integrationFailure(result.message);
      facts.serviceStatus = result.status;
      facts.status = result.status;
      const headers = [...result.headers].flatMap(([name, { values }]) =>
        HOP_HEADERS.has(name) ? [] : values.map((value) => [name, value] as const),
      );
      const answer: HttpAnswer = { status: result.status, headers, body: result.body };
      return mapResponse?.(invocation, answer) ?? answer;
    } catch (error) {
      throw error instanceof GatewayError ? serviceUnavailable(error.reason ?? error.message) : error;
    } finally {
      facts.latency = cloud.clock.now() - sentAt;
    }
  };
}

/** A mapping of the path replaces that of the address. */
const withPath = (uri: string, path: string): string =>
  uri.replace(/^(https?:\/\/[^/?#]+)[^?#]*/i, (_, host) => `${host}${path}`);

/** `{id}` of the address is the parameter of the path. The route `$default` adds the whole path of the request. */
function addressOf({ route, path, queryString, stage }: HttpInvocation, own: string, hasOwnPath: boolean): Endpoint {
  const uri = hasOwnPath ? withPath(own, path) : own;
  const isDefault = route!.route.key === '$default';
  const parameters = Object.entries(route!.pathParameters).map(([name, value]): [string, string[]] => [
    name,
    [value.split('/').map(encodeURIComponent).join('/')],
  ]);
  const whole = isDefault ? `${uri.replace(/\/$/, '')}${path}` : uri;
  try {
    // Here the client writes a part of the address itself.
    if ((isDefault || hasOwnPath) && hasDotSegment(path)) throw leavesBackend();
    const endpoint = endpointOf(whole, stage!.variables, new Map(parameters), []);
    if (queryString === '') return endpoint;
    return { ...endpoint, target: `${endpoint.target}${endpoint.target.includes('?') ? '&' : '?'}${queryString}` };
  } catch (error) {
    throw error instanceof GatewayError ? integrationFailure(error.reason ?? error.message) : error;
  }
}

/** The backend sees who the client is in `Forwarded`, and the gateway in `Via`. */
function headersFor(invocation: HttpInvocation, { url }: Endpoint): [string, string][] {
  const { headers, body, trace } = invocation;
  const passed = [...headers]
    .filter(([key]) => !HOP_HEADERS.has(key) && key !== 'forwarded' && key !== 'via' && key !== 'x-amzn-trace-id')
    .flatMap(([key, { values }]) => values.map((value): [string, string] => [key, value]));
  const host = headers.get('host')?.values.at(-1) ?? '';
  return [
    ...passed,
    ['host', url.host],
    ['forwarded', `for=${sourceIp(invocation)};host=${host};proto=http`],
    ['via', 'HTTP/1.1 AmazonAPIGateway'],
    ['x-amzn-trace-id', trace.inEvent],
    ['content-length', String(body.length)],
  ];
}
