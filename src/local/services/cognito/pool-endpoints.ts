/**
 * What every user pool has besides its API, by path under its id: its key set, by which anyone can verify its tokens,
 * where that is, and the token endpoint, which on AWS is under a domain of its own.
 */
import type { CloudBase, Scope } from '../../cloud.ts';
import { publicKeyOf } from '../../json-web-token.ts';
import type { HttpRequest } from '../../operation.ts';
import type { WireResponse } from '../../protocols/wire.ts';
import { machineToken } from './auth/machine-token.ts';
import { type Collections, issuerOf, userPools } from './model.ts';
import { keysOf } from './pool-keys.ts';

const PATH =
  /^\/(([a-z0-9-]+)_[0-9a-zA-Z]+)\/(\.well-known\/jwks\.json|\.well-known\/openid-configuration|oauth2\/token)(?:\?.*)?$/;

/** `undefined` for every other path, and for pools that there are not. */
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
