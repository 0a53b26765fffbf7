/**
 * CORS as far as the gateway answers itself: preflights, integrations of the contract's own, and the headers on
 * its own errors. Pure. None of them costs an invocation.
 *
 * One origin (or `*`): static headers. Several: a static header cannot name the one that asks, so a Velocity template
 * compares the Origin header with each and overrides the response header with the one that is equal (ADR 3). The stage
 * `local` allows the pages of this machine at any port; their origins are compared by a regular expression.
 */
import type { CorsConfig } from '../../config/config.ts';
import { allowedOrigins, hasOneOrigin } from '../../config/loopback-origins.ts';
import { type Json, objectOf } from '../model/json.ts';
import { ANY_METHOD, METHODS } from '../model/methods.ts';
import type { OwnIntegration, OwnResponse } from '../model/settings.ts';
import { declaredHeaders } from './own-integration.ts';

const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';
const MAPPED = 'method.response.header.';

/**
 * Prints nothing, sets the header for an origin that may. On one line, since a preflight has no body. The header's name
 * is looked up in both casings: HTTP/2 sends names in lower case, and API Gateway keeps them as they came.
 */
export function originTemplate(cors: CorsConfig): string {
  const header = (name: string) => `#set($origin = "$!input.params().header.get('${name}')")`;
  const allowed = allowedOrigins(cors).map(isOrigin).join(' || ');
  const override = `#set($context.responseOverride.header.${ALLOW_ORIGIN} = $origin)`;
  return `${header('Origin')}#if($origin == "")${header('origin')}#end#if(${allowed})${override}#end`;
}

/**
 * A condition of Velocity. Values of `$input.params()` are Java's strings, which have `matches`; it must match the whole
 * text. (Serverless compiles wildcards in CORS origins to the same call, lib/plugins/aws/package/compile/events/api-gateway/lib/cors.js.)
 * Dots are in brackets, so that nothing depends on how Velocity reads a backslash.
 */
function isOrigin(origin: string): string {
  if (!origin.endsWith(':*')) return `$origin == "${origin}"`;
  return `$origin.matches("${origin.slice(0, -2).replaceAll('.', '[.]')}(:[0-9]+)?")`;
}

/**
 * Whether the gateway answers the preflights of a path: not where the contract does it itself, and not for the pages of this
 * machine alone where one function answers every method. That function has an answer of its own to OPTIONS, which
 * the stage `local` must not hide without being asked to.
 */
export function answersPreflight(cors: CorsConfig | undefined, pathItem: unknown): boolean {
  if (!cors || objectOf(pathItem).options !== undefined) return false;
  return cors.origins.length > 0 || !(ANY_METHOD in objectOf(pathItem));
}

/** An `options` operation for a path whose operations have the keys `keys`. Never with a key or an authorizer. */
export function mockPreflight(cors: CorsConfig, keys: readonly string[], binaryMediaTypes: readonly string[]): Json {
  const headers = {
    ...originHeaders(cors),
    'Access-Control-Allow-Methods': allowedMethods(keys),
    ...(cors.allowHeaders.length > 0 && { 'Access-Control-Allow-Headers': cors.allowHeaders.join(',') }),
    'Access-Control-Max-Age': String(cors.maxAge),
  };
  return {
    security: [],
    responses: {
      '204': {
        description: 'What pages of other origins may send',
        ...declaredHeaders([...new Set([ALLOW_ORIGIN, ...Object.keys(headers)])]),
      },
    },
    'x-amazon-apigateway-integration': {
      type: 'mock',
      passthroughBehavior: 'when_no_match',
      // Where everything is binary, the template would get no text, and every preflight a 500.
      ...(binaryMediaTypes.includes('*/*') && { contentHandling: 'CONVERT_TO_TEXT' }),
      requestTemplates: { 'application/json': '{"statusCode": 204}' },
      responses: {
        default: {
          statusCode: '204',
          responseParameters: mapped(headers),
          ...(!hasOneOrigin(cors) && { responseTemplates: { 'application/json': originTemplate(cors) } }),
        },
      },
    },
  };
}

/**
 * The headers that the handler sets on its answers, on those of an integration of the contract's own; what the contract
 * maps itself stays. An http_proxy answers as its backend does.
 */
export function withCors(own: OwnIntegration, cors: CorsConfig | undefined): OwnIntegration {
  if (!cors || own.type === 'http_proxy') return own;
  const responses = Object.entries(own.responses).map(
    ([pattern, each]) => [pattern, responseWithCors(each, cors)] as const,
  );
  return { ...own, responses: Object.fromEntries(responses) };
}

function responseWithCors(response: OwnResponse, cors: CorsConfig): OwnResponse {
  const { responseParameters, responseTemplates } = response;
  if (
    Object.keys(responseParameters).some((target) => target.toLowerCase() === (MAPPED + ALLOW_ORIGIN).toLowerCase())
  ) {
    return response;
  }
  const templates =
    Object.keys(responseTemplates).length > 0 ? responseTemplates : { 'application/json': '$input.body' };
  const choose = originTemplate(cors);
  return {
    ...response,
    responseParameters: {
      ...mapped({ ...originHeaders(cors), ...exposed(cors.exposeHeaders) }),
      ...responseParameters,
    },
    ...(!hasOneOrigin(cors) && {
      responseTemplates: Object.fromEntries(Object.entries(templates).map(([type, text]) => [type, choose + text])),
    }),
  };
}

/** Where a template names the origin, caches between must know that it is not always the same. */
function originHeaders(cors: CorsConfig): Record<string, string> {
  return {
    ...(hasOneOrigin(cors) ? { [ALLOW_ORIGIN]: cors.origins[0]! } : { Vary: 'Origin' }),
    ...(cors.credentials && { 'Access-Control-Allow-Credentials': 'true' }),
  };
}

function exposed(names: readonly string[]): Record<string, string> {
  return names.length > 0 ? { 'Access-Control-Expose-Headers': names.join(',') } : {};
}

function mapped(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [MAPPED + name, `'${value}'`]));
}

function allowedMethods(keys: readonly string[]): string {
  const methods = keys.includes(ANY_METHOD)
    ? METHODS
    : METHODS.filter((key) => keys.includes(key) || key === 'options');
  return methods.map((key) => key.toUpperCase()).join(',');
}

/**
 * Headers of the gateway's own errors, which pages may read along with `own`, those of the error. A gateway response runs no template and cannot compare origins. For several
 * origins it says `*`: its bodies hold nothing but the envelope, the same for everybody. A page that sends credentials
 * cannot read those, since browsers want its own origin there; `apikit validate` warns of that.
 */
export function errorHeaders(cors: CorsConfig | undefined, own: readonly string[]): Record<string, string> {
  if (!cors) return {};
  return {
    [ALLOW_ORIGIN]: hasOneOrigin(cors) ? cors.origins[0]! : '*',
    ...exposed([...cors.exposeHeaders, ...own]),
    ...(cors.credentials && hasOneOrigin(cors) && { 'Access-Control-Allow-Credentials': 'true' }),
  };
}
