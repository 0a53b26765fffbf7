/** AWS with the URI of a service: calls an action of the embedded cloud's service with the integration's role. */
import { signRequest } from '../../signature/sign-request.ts';
import type { Integration } from '../../state/apis/model.ts';
import type { Session } from '../../state/identity/sessions.ts';
import { configurationError } from '../gateway-error.ts';
import type { IntegrationRunner } from '../invocation.ts';
import { beginExchange } from '../mapping-context/exchange.ts';
import { DEFAULT_TIMEOUT } from './backend-call.ts';
import { callingSession } from './calling-role.ts';
import { eventRequest } from './event-request.ts';
import { callHttpBackend } from './http-backend.ts';
import type { HttpResponse } from './http-client.ts';
import { endpointOf } from './http-endpoint.ts';
import { queueRequest } from './queue-request.ts';
import { compileRequestParameters, type IntegrationParameters } from './request-parameters.ts';
import { FORM, type ServiceRequest } from './service-request.ts';
import { isEmulated, JSON_SERVICES, parseServiceUri, type ServiceTarget } from './service-uri.ts';
import { topicRequest } from './topic-request.ts';
import { compileRequestTransform } from './transform-request.ts';
import { compileResponseTransform } from './transform-response.ts';

const NOTHING: ReadonlyMap<string, readonly string[]> = new Map();

/** A deployment refuses services and URI forms that are not emulated. */
export function compileServiceCall(integration: Integration): IntegrationRunner {
  const mapParameters = compileRequestParameters(integration);
  const transformRequest = compileRequestTransform(integration);
  const transformResponse = compileResponseTransform(integration);
  const timeout = integration.timeoutInMillis ?? DEFAULT_TIMEOUT;
  const uri = integration.uri ?? '';

  return async (invocation, cloud) => {
    const exchange = beginExchange(invocation);
    const body = Buffer.from(transformRequest(exchange));
    const parameters = mapParameters(exchange);
    const target = parseServiceUri(filled(uri, invocation.stage!.variables));
    if (!target || !isEmulated(target)) throw configurationError(`${uri} is not an action of an emulated service`);
    if (integration.httpMethod?.toUpperCase() !== 'POST') {
      throw configurationError(`${target.service} is called with POST, not ${integration.httpMethod}`);
    }
    const session = callingSession(cloud, integration.credentials ?? '');
    const endpoint = endpointOf(cloud.endpoint(), {}, NOTHING, NOTHING);
    const request = requestOf(target, body, parameters, cloud.endpoint());
    const result = 'status' in request ? request : request.answer(await send(request));
    return transformResponse(exchange, {
      selection: String(result.status),
      body: result.body,
      headers: result.headers,
      traced: true,
    });

    function send(called: ServiceRequest): Promise<HttpResponse> {
      const headers = [...headersFor(parameters, target!, called, session, cloud.clock.now(), endpoint.url.host)];
      const call = { uri, timeout, method: 'POST', endpoint, headers, body: called.body, insecure: false };
      return callHttpBackend(cloud, invocation, call);
    }
  };
}

function requestOf(target: ServiceTarget, body: Buffer, { header }: IntegrationParameters, endpoint: string) {
  if (target.service === 'sqs') return queueRequest(`${endpoint}/${target.action}`, body, header);
  if (target.service === 'sns') return topicRequest(body, header);
  return target.service === 'events' ? eventRequest(target.action, body, header) : actionRequest(target, body);
}

const actionRequest = ({ service, action }: ServiceTarget, body: Buffer): ServiceRequest => ({
  target: `${JSON_SERVICES[service]!.target}.${action}`,
  body,
  answer: (response) => response,
});

const filled = (uri: string, variables: Readonly<Record<string, string>>): string =>
  uri.replaceAll(/\$\{stageVariables\.([\w-]+)\}/g, (_, name: string) => variables[name] ?? '');

function* headersFor(
  { header }: IntegrationParameters,
  { service, region }: ServiceTarget,
  { target: operation, body }: ServiceRequest,
  session: Session,
  now: number,
  host: string,
): Generator<readonly [string, string]> {
  yield ['Host', host];
  const type = operation === undefined ? FORM : `application/x-amz-json-${JSON_SERVICES[service]!.version}`;
  yield ['Content-Type', type];
  yield ['Content-Length', String(body.length)];
  if (operation !== undefined) yield ['X-Amz-Target', operation];
  const signed = { method: 'POST', path: '/', query: '', header: () => host, body };
  yield* Object.entries(signRequest(signed, session, { service, region, now }));
  for (const [name, values] of header) {
    if (!/^(?:host|authorization|content-type|x-amz-.*)$/i.test(name)) for (const value of values) yield [name, value];
  }
}
