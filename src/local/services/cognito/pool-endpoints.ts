/**
 * The public endpoints of a user pool, by path below its ID: its key set for the verification of tokens, its OpenID
 * configuration, and its token endpoint, which has a domain of its own on AWS.
 */
import type { CloudBase, Scope } from '../../cloud/cloud.ts';
import { publicKeyOf } from '../../cloud/json-web-token.ts';
import type { HttpRequest } from '../../cloud/operation.ts';
import type { WireResponse } from '../../protocols/wire.ts';
import { type Collections, issuerOf, userPools } from '../../state/user-pools.ts';
import { machineToken } from './auth/machine-token.ts';
import { keysOf } from './pool-keys.ts';

const PATH =
  /^\/(([a-z0-9-]+)_[0-9a-zA-Z]+)\/(\.well-known\/jwks\.json|\.well-known\/openid-configuration|oauth2\/token)(?:\?.*)?$/;

/** Returns `undefined` for every other path, and for unknown pools. */
export function answerPoolEndpoint(cloud: CloudBase, http: HttpRequest): Promise<WireResponse> | undefined {
  const [, poolId, region, endpoint] = PATH.exec(http.url) ?? [];
  if (poolId === undefined || region === undefined) return undefined;
  const scope: Scope = { account: cloud.options.account, region };
  const collections: Collections = { collection: (name) => cloud.collection(scope, name) };
  if (!userPools(collections).has(poolId)) return undefined;
  if (endpoint === 'oauth2/token') return http.method === 'POST' ? machineToken(cloud, scope, poolId, http) : undefined;
  if (http.method !== 'GET') return undefined;
  return endpoint === '.well-known/jwks.json'
    ? keySet(cloud, collections, poolId)
    : Promise.resolve(document(configuration(cloud, scope, poolId)));
}

async function keySet(cloud: CloudBase, collections: Collections, poolId: string): Promise<WireResponse> {
  const { id, access } = await keysOf(collections, cloud.ids, poolId);
  return document({ keys: [publicKeyOf(id), publicKeyOf(access)] });
}

function configuration(cloud: CloudBase, scope: Scope, poolId: string): object {
  const here = `${cloud.endpoint()}/${poolId}`;
  return {
    id_token_signing_alg_values_supported: ['RS256'],
    issuer: issuerOf(scope, poolId),
    jwks_uri: `${here}/.well-known/jwks.json`,
    response_types_supported: ['code', 'token'],
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint: `${here}/oauth2/token`,
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  };
}

const document = (body: object): WireResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
