/**
 * Compiles who may call the operations of an HTTP API: signed requests, callers with a token of a user pool or of
 * another issuer, which API Gateway checks itself, and callers that an authorizer of the project accepts. The
 * authorizer gets events of version 1.0, which are those of a REST API, so that its code does not change. Pure.
 */
import { USER_POOL_CLIENT_PLACEHOLDER, USER_POOL_ISSUER_PLACEHOLDER } from '../../naming/release-marks.ts';
import { readSchemeNamed } from '../model/access.ts';
import type { Json } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import type { AuthorizerScheme } from '../model/security-schemes.ts';
import { type TokenCheck, tokenCheckOf } from '../model/token-checks.ts';
import { COMPILED_SCHEMES } from './authorizers.ts';

/** Returns the schemes that the operations use. */
export function httpSchemes(document: Json, operations: readonly Operation[], functionUri: string): Json {
  const uses = operations.flatMap(({ access }) => access.authorizer ?? []);
  const schemes: Record<string, Json> = {};
  if (uses.some(({ kind }) => kind === 'iam')) schemes.sigv4 = COMPILED_SCHEMES.sigv4;
  for (const name of new Set(uses.filter(({ kind }) => kind !== 'iam').map(({ scheme }) => scheme))) {
    const { scheme } = readSchemeNamed(document, name);
    const check = scheme && tokenCheckOf(scheme);
    if (check) schemes[name] = jwtAuthorizer(check);
    else if (scheme?.kind === 'request') schemes[name] = requestAuthorizer(scheme, functionUri);
  }
  return schemes;
}

/**
 * The callers of an operation. API Gateway wants one of the scopes, and the handler all of them. `checked` are the
 * schemes whose tokens API Gateway checks itself.
 */
export function httpSecurity({ access: { authorizer } }: Operation, checked: readonly string[]): { security?: Json[] } {
  if (!authorizer) return {};
  const { kind, scheme, scopes } = authorizer;
  if (kind === 'iam') return { security: [{ sigv4: [] }] };
  return { security: [{ [scheme]: checked.includes(scheme) ? [...scopes] : [] }] };
}

function jwtAuthorizer(check: TokenCheck): Json {
  const { issuer, audience } =
    'pool' in check
      ? { issuer: USER_POOL_ISSUER_PLACEHOLDER(check.pool), audience: [USER_POOL_CLIENT_PLACEHOLDER(check.pool)] }
      : check;
  return {
    type: 'oauth2',
    'x-amazon-apigateway-authorizer': {
      type: 'jwt',
      identitySource: ofHttpApi(check.identitySource),
      jwtConfiguration: { issuer, audience: [...audience] },
    },
  };
}

function requestAuthorizer({ identitySource, ttl }: AuthorizerScheme, functionUri: string): Json {
  return {
    // The place of the credentials is in the identity sources.
    ...{ type: 'apiKey', name: 'Unused', in: 'header' },
    'x-amazon-apigateway-authorizer': {
      type: 'request',
      authorizerUri: functionUri,
      authorizerPayloadFormatVersion: '1.0',
      authorizerResultTtlInSeconds: ttl,
      ...(identitySource !== '' && { identitySource: identitySource.split(',').map(ofHttpApi).join(',') }),
    },
  };
}

/** `method.request.header.X` → `$request.header.X`, `context.x` → `$context.x`. */
const ofHttpApi = (source: string): string => `$${source.replace(/^method\./, '')}`;
