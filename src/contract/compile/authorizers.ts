/**
 * Compiles who may call: the security schemes with authorizers, and the requirement of each operation. Pure. An
 * authorizer is an entry of the same function (ADR 8), so its URI names the same version as the integrations.
 */
import { USER_POOL_ARN_PLACEHOLDER } from '../../naming/release-marks.ts';
import { readSchemeNamed } from '../model/access.ts';
import type { Json } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { API_KEY_HEADER, type Scheme } from '../model/security-schemes.ts';

const header = (name: string) => ({ type: 'apiKey', name, in: 'header' });

/** apikit chooses these names: several schemes of the contract may compile to the same one. */
export const COMPILED_SCHEMES = {
  apiKey: header(API_KEY_HEADER),
  sigv4: { ...header('Authorization'), 'x-amazon-apigateway-authtype': 'awsSigv4' },
};

/**
 * Returns the API key's scheme and the schemes that the operations use. `functionUri` is the URI of the integrations.
 */
export function compiledSchemes(document: Json, operations: readonly Operation[], functionUri: string): Json {
  const { apiKey, sigv4 } = COMPILED_SCHEMES;
  const uses = operations.flatMap(({ access }) => access.authorizer ?? []);
  const schemes: Record<string, Json> = { apiKey };
  if (uses.some(({ kind }) => kind === 'iam')) schemes.sigv4 = sigv4;
  for (const name of new Set(uses.filter(({ kind }) => kind !== 'iam').map(({ scheme }) => scheme))) {
    const { scheme } = readSchemeNamed(document, name);
    if (scheme) schemes[name] = compiledAuthorizer(scheme, functionUri);
  }
  return schemes;
}

/**
 * AWS's own tools require a key beside an authorizer by two entries, not by one entry with two members. API Gateway
 * checks scopes only for Cognito. The handler checks them for all authorizers.
 */
export function compiledSecurity({ access: { key, authorizer } }: Operation): Json[] {
  return [
    ...(authorizer?.kind === 'iam' ? [{ sigv4: [] }] : []),
    ...(authorizer && authorizer.kind !== 'iam'
      ? [{ [authorizer.scheme]: authorizer.kind === 'cognito' ? [...authorizer.scopes] : [] }]
      : []),
    ...(key ? [{ apiKey: [] }] : []),
  ];
}

function compiledAuthorizer(scheme: Scheme, functionUri: string): Json {
  if (scheme.kind === 'key' || scheme.kind === 'iam') throw new Error(`${scheme.kind} is not an authorizer`);
  const authtype = scheme.kind === 'cognito' ? 'cognito_user_pools' : 'custom';
  return {
    // AWS's own export writes `Unused` if the identity is not a single header.
    ...header(/^method\.request\.header\.([^,]+)$/.exec(scheme.identitySource)?.[1] ?? 'Unused'),
    'x-amazon-apigateway-authtype': authtype,
    'x-amazon-apigateway-authorizer':
      scheme.kind === 'cognito'
        ? { type: authtype, identitySource: scheme.identitySource, providerARNs: scheme.pools.map(poolArn) }
        : {
            type: scheme.kind,
            authorizerUri: functionUri,
            ...(scheme.identitySource !== '' && { identitySource: scheme.identitySource }),
            authorizerResultTtlInSeconds: scheme.ttl,
            ...(scheme.validation !== undefined && { identityValidationExpression: scheme.validation }),
          },
  };
}

const poolArn = (pool: string): string => (pool.startsWith('arn:') ? pool : USER_POOL_ARN_PLACEHOLDER(pool));
