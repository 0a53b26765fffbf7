/**
 * CORS in the responses that API Gateway creates itself: preflights, integrations of the contract, and its own errors.
 * Pure. None of them invokes the function.
 *
 * One origin (or `*`) needs only static headers. With several, a static header cannot name the request's origin. So a
 * Velocity template compares the Origin header with each one, and overrides the response header with the equal one (ADR
 * 3). The stage `local` allows the pages of this machine at any port. A regular expression compares their origins.
 */
import type { CorsConfig } from '../../config/config.ts';
import { allowedOrigins, hasOneOrigin } from '../../config/loopback-origins.ts';
import { ANY_METHOD, METHODS } from '../../naming/methods.ts';
import type { OwnIntegration, OwnResponse } from '../model/integration.ts';
import type { Json } from '../model/json.ts';
import { declaredHeaders } from './own-integration.ts';

const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';
const MAPPED = 'method.response.header.';

/**
 * Prints nothing and sets the header for an allowed origin. The template is one line, because a preflight has no body.
 * It looks the header up in both spellings: HTTP/2 sends names in lower case, and API Gateway keeps the spelling of the
 * client.
 */
export function originTemplate(cors: CorsConfig): string {
  const header = (name: string) => `#set($origin = "$!input.params().header.get('${name}')")`;
  const allowed = allowedOrigins(cors).map(isOrigin).join(' || ');
  const override = `#set($context.responseOverride.header.${ALLOW_ORIGIN} = $origin)`;
  return `${header('Origin')}#if($origin == "")${header('origin')}#end#if(${allowed})${override}#end`;
}

/**
 * Returns a condition in Velocity. The values of `$input.params()` are Java strings, which have `matches`; it must
 * match the whole text. (Serverless compiles wildcards in CORS origins to the same call,
 * lib/plugins/aws/package/compile/events/api-gateway/lib/cors.js.) Dots are in brackets, so that the meaning does not
 * depend on how Velocity reads a backslash.
 */
function isOrigin(origin: string): string {
  if (!origin.endsWith(':*')) return `$origin == "${origin}"`;
  return `$origin.matches("${origin.slice(0, -2).replaceAll('.', '[.]')}(:[0-9]+)?")`;
}

/**
 * Whether API Gateway answers the preflights of a path. It does not if the contract has an `options` operation there.
 * It also does not if only the pages of this machine are allowed and one function serves every method: that function
 * answers OPTIONS itself, and the stage `local` must not hide its answer unless the user asks for CORS. `keys` are the
 * keys of the path's operations.
 */
export function answersPreflight(cors: CorsConfig | undefined, keys: readonly string[]): boolean {
  if (!cors || keys.includes('options')) return false;
  return cors.origins.length > 0 || !keys.includes(ANY_METHOD);
}

/**
 * Returns an `options` operation for a path whose operations have the keys `keys`. It requires no key and no
 * authorizer.
 */
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
      // If all types are binary, the template gets no text, and every preflight is a 500.
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
 * Adds the handler's CORS headers to the responses of an integration of the contract. A header that the contract maps
 * itself stays. The backend of an http_proxy sends its own headers.
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

/** If a template sets the origin, caches must know that the response depends on the request's origin. */
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
 * The headers of API Gateway's own errors, and their list of headers that pages may read, which includes `own`. A
 * gateway response runs no template and cannot compare origins. With several origins it allows `*`, because its body is
 * only the error envelope, the same for every caller. A page that sends credentials cannot read it, because browsers
 * then require the page's own origin; `apikit validate` warns about that.
 */
export function errorHeaders(cors: CorsConfig | undefined, own: readonly string[]): Record<string, string> {
  if (!cors) return {};
  return {
    [ALLOW_ORIGIN]: hasOneOrigin(cors) ? cors.origins[0]! : '*',
    ...exposed([...cors.exposeHeaders, ...own]),
    ...(cors.credentials && hasOneOrigin(cors) && { 'Access-Control-Allow-Credentials': 'true' }),
  };
}
