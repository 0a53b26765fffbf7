/**
 * The keys of the issuers of JSON web tokens, as JWT authorizers find them: user pools of this cloud, and any other
 * issuer by its OpenID configuration (`<issuer>/.well-known/openid-configuration`).
 */
import type { JsonWebKey } from 'node:crypto';
import type { Cloud } from '../cloud/cloud.ts';
import { publicKeyOf } from '../cloud/json-web-token.ts';
import { issuerOf, type PoolKeys, type UserPool } from './user-pools.ts';

/** A key of a key set, with its ID. */
export type IssuerKey = JsonWebKey & { readonly kid?: string };

const POOL = /^https:\/\/cognito-idp\.([\w-]+)\.amazonaws\.com\/([\w-]+)$/;

/** API Gateway's limits for both documents (docs/aws/http-apis.md). */
const TIMEOUT = 1500;
const MAX_BYTES = 150_000;

/** A service of this machine, which AWS cannot reach anyway, can be slower while the machine is busy. */
const ON_THIS_MACHINE = /^http:\/\/(?:localhost|127\.0\.0\.1)[:/]/;
const PATIENCE = 20_000;

/** Rejects with a reason if the issuer cannot be reached, or publishes no keys. */
export async function issuerKeys(cloud: Cloud, issuer: string): Promise<readonly IssuerKey[]> {
  const ofPool = poolKeys(cloud, issuer);
  if (ofPool) return ofPool;
  const { jwks_uri: address } = await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (typeof address !== 'string') throw new Error('its OpenID configuration has no jwks_uri');
  const { keys } = await fetchJson(address);
  if (!Array.isArray(keys)) throw new Error('its key set has no keys');
  return keys as IssuerKey[];
}

/** Returns `undefined` for an issuer that is not a pool of this cloud. A pool makes its keys with its first token. */
function poolKeys(cloud: Cloud, issuer: string): readonly IssuerKey[] | undefined {
  const [, region, poolId] = POOL.exec(issuer) ?? [];
  if (region === undefined || poolId === undefined || issuer !== issuerOf({ region }, poolId)) return undefined;
  const scope = { account: cloud.options.account, region };
  if (!cloud.collection<UserPool>(scope, 'cognito-idp.userPools').has(poolId)) return undefined;
  const keys = cloud.collection<PoolKeys>(scope, 'cognito-idp.poolKeys').get(poolId);
  return keys ? [{ ...publicKeyOf(keys.id) }, { ...publicKeyOf(keys.access) }] : [];
}

async function fetchJson(address: string): Promise<Readonly<Record<string, unknown>>> {
  const timeout = ON_THIS_MACHINE.test(address) ? PATIENCE : TIMEOUT;
  const response = await fetch(address, { signal: AbortSignal.timeout(timeout) });
  if (!response.ok) throw new Error(`${address} answers ${response.status}`);
  const text = await response.text();
  if (text.length > MAX_BYTES) throw new Error(`${address} has more than ${MAX_BYTES} bytes`);
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new Error(`${address} has no JSON object`);
  return value as Record<string, unknown>;
}
