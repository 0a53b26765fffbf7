/**
 * Compiles who may call the operations of an HTTP API: signed requests, and callers that an authorizer of the project
 * accepts. The authorizer gets events of version 1.0, which are those of a REST API, so that its code does not change.
 * Pure.
 */
import { readSchemeNamed } from '../model/access.ts';
import type { Json } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import type { AuthorizerScheme } from '../model/security-schemes.ts';
import { COMPILED_SCHEMES } from './authorizers.ts';

/** Returns the schemes that the operations use. */
export function httpSchemes(document: Json, operations: readonly Operation[], functionUri: string): Json {
  const uses = operations.flatMap(({ access }) => access.authorizer ?? []);
  const schemes: Record<string, Json> = {};
  if (uses.some(({ kind }) => kind === 'iam')) schemes.sigv4 = COMPILED_SCHEMES.sigv4;
  for (const name of new Set(uses.filter(({ kind }) => kind === 'request').map(({ scheme }) => scheme))) {
    const { scheme } = readSchemeNamed(document, name);
    if (scheme?.kind === 'request') schemes[name] = requestAuthorizer(scheme, functionUri);
  }
  return schemes;
}

export function httpSecurity({ access: { authorizer } }: Operation): { security?: Json[] } {
  if (!authorizer) return {};
  return { security: [{ [authorizer.kind === 'iam' ? 'sigv4' : authorizer.scheme]: [] }] };
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
