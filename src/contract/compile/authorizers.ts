/**
 * Who may call, as the definition has it: security schemes with authorizers, and the requirement of each operation. Pure. An
 * authorizer is an entry of the one function (ADR 8), so its URI names the same version as the integrations do.
 */
import { USER_POOL_ARN_PLACEHOLDER } from '../../naming/release-marks.ts';
import { schemesOf } from '../model/access.ts';
import { type Json, objectOf } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { API_KEY_HEADER, readScheme, type Scheme } from '../model/security-schemes.ts';

const header = (name: string) => ({ type: 'apiKey', name, in: 'header' });

/** Names are ours: several schemes of the contract may mean the same. */
export const COMPILED_SCHEMES = {
  apiKey: header(API_KEY_HEADER),
  sigv4: { ...header('Authorization'), 'x-amazon-apigateway-authtype': 'awsSigv4' },
};

/** The key, and whatever else the operations use. `functionUri` is the integrations' own. */
export function compiledSchemes(document: Json, operations: readonly Operation[], functionUri: string): Json {
  const { apiKey, sigv4 } = COMPILED_SCHEMES;
  const uses = operations.flatMap(({ access }) => access.authorizer ?? []);
  const schemes: Record<string, Json> = { apiKey };
  if (uses.some(({ kind }) => kind === 'iam')) schemes.sigv4 = sigv4;
  for (const name of new Set(uses.filter(({ kind }) => kind !== 'iam').map(({ scheme }) => scheme))) {
    const { scheme } = readScheme(objectOf(schemesOf(document)[name]));
    if (scheme) schemes[name] = compiledAuthorizer(scheme, functionUri);
  }
  return schemes;
}

/**
 * Two entries, not one with two members, is how AWS's own tools ask for a key beside an authorizer. Scopes are the gateway's
 * business only for Cognito; the handler checks them for all.
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
  if (scheme.kind === 'key' || scheme.kind === 'iam') throw new Error(`${scheme.kind} is no authorizer`);
  const authtype = scheme.kind === 'cognito' ? 'cognito_user_pools' : 'custom';
  return {
    // What has no single header is written so by AWS's own export.
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
