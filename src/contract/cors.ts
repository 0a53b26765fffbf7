/**
 * CORS as far as the gateway answers itself (G3, G4): the preflight, and the headers on its own errors. Pure.
 *
 * One origin (or `*`): a MOCK integration with static headers, so a preflight costs no invocation. Several origins: a
 * static header cannot name the one that asks, and choosing one takes a Velocity template; there the preflight goes to
 * the function, which compares the Origin header with CORS_ORIGINS as it does for every other response.
 */
import type { CorsConfig } from '../config/config.ts';
import { type Json, objectOf } from './json.ts';
import { ANY_METHOD, METHODS } from './methods.ts';

/** Whether `mockPreflight` can answer. */
export function isStatic(cors: CorsConfig): boolean {
  return cors.origins.length === 1;
}

/** An `options` operation for a path whose operations have the keys `keys`. Never with a key or an authorizer. */
export function mockPreflight(cors: CorsConfig, keys: readonly string[]): Json {
  const headers = {
    'Access-Control-Allow-Origin': cors.origins[0]!,
    'Access-Control-Allow-Methods': allowedMethods(keys),
    'Access-Control-Allow-Headers': cors.allowHeaders.join(','),
    'Access-Control-Max-Age': String(cors.maxAge),
    ...(cors.credentials && { 'Access-Control-Allow-Credentials': 'true' }),
  };
  const names = Object.keys(headers);
  return {
    security: [],
    responses: {
      '204': {
        description: 'What pages of other origins may send',
        headers: Object.fromEntries(names.map((name) => [name, { schema: { type: 'string' } }])),
      },
    },
    'x-amazon-apigateway-integration': {
      type: 'mock',
      passthroughBehavior: 'when_no_match',
      requestTemplates: { 'application/json': '{"statusCode": 204}' },
      responses: {
        default: {
          statusCode: '204',
          responseParameters: Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, `'${value}'`]),
          ),
        },
      },
    },
  };
}

function allowedMethods(keys: readonly string[]): string {
  const methods = keys.includes(ANY_METHOD)
    ? METHODS
    : METHODS.filter((key) => keys.includes(key) || key === 'options');
  return methods.map((key) => key.toUpperCase()).join(',');
}

/**
 * Headers of the gateway's own errors. A gateway response has no way to compare origins. For several origins it says
 * `*`: its bodies hold nothing but the envelope, the same for everybody. A page that sends credentials cannot read
 * those, since browsers want its own origin there; `apikit validate` warns of that.
 */
export function errorHeaders(cors: CorsConfig | undefined): Record<string, string> {
  if (!cors) return {};
  return {
    'Access-Control-Allow-Origin': isStatic(cors) ? cors.origins[0]! : '*',
    ...(cors.exposeHeaders.length > 0 && { 'Access-Control-Expose-Headers': cors.exposeHeaders.join(',') }),
    ...(cors.credentials && isStatic(cors) && { 'Access-Control-Allow-Credentials': 'true' }),
  };
}

/** Whether the contract answers preflights of a path itself. */
export function hasOwnOptions(pathItem: unknown): boolean {
  return objectOf(pathItem).options !== undefined;
}
