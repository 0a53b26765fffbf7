/** What every user pool publishes: its key set, by which anyone can verify its tokens, and where that is. */
import type { CloudBase } from '../../cloud.ts';
import { publicKeyOf } from '../../json-web-token.ts';
import { type Collections, issuerOf, userPools } from './model.ts';
import { keysOf } from './pool-keys.ts';

const PATH = /^\/(([a-z0-9-]+)_[0-9a-zA-Z]+)\/\.well-known\/(jwks\.json|openid-configuration)(?:\?.*)?$/;

/** The document at a path such as `/us-east-1_abc123/.well-known/jwks.json`; `undefined` for every other path. */
export async function poolDocument(cloud: CloudBase, path: string): Promise<object | undefined> {
  const [, poolId, region, document] = PATH.exec(path) ?? [];
  if (poolId === undefined || region === undefined) return undefined;
  const { account } = cloud.options;
  const collections: Collections = { collection: (name) => cloud.collection({ account, region }, name) };
  const pool = userPools(collections).get(poolId);
  if (!pool) return undefined;
  if (document === 'jwks.json') {
    const { id, access } = await keysOf(collections, cloud.ids, poolId);
    return { keys: [publicKeyOf(id), publicKeyOf(access)] };
  }
  return {
    id_token_signing_alg_values_supported: ['RS256'],
    issuer: issuerOf({ region }, pool.id),
    jwks_uri: `${cloud.endpoint()}/${pool.id}/.well-known/jwks.json`,
    response_types_supported: ['code', 'token'],
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
  };
}
