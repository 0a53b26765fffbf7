/** Keeps the keys of issuers. A token with an unknown key makes the cache ask the issuer again. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Cloud } from '../../../cloud/cloud.ts';
import { issuerKeys } from '../../../state/token-issuers.ts';

export interface IssuerKeyCache {
  /** Resolves to the key with this ID, or `undefined`. Rejects if the issuer cannot be reached. */
  find(issuer: string, kid: string): Promise<KeyObject | undefined>;
}

/** "API Gateway can cache the public key for up to two hours" (Developer Guide, "JWT authorizers"). */
const LIFETIME = 2 * 60 * 60 * 1000;

/** Tokens with made-up keys must not make the cache ask an issuer with each request. */
const PAUSE = 10_000;

interface Known {
  readonly keys: ReadonlyMap<string, KeyObject>;
  readonly readAt: number;
}

export function createIssuerKeyCache(cloud: Cloud): IssuerKeyCache {
  const known = new Map<string, Known>();
  const read = async (issuer: string): Promise<Known> => {
    const found = await issuerKeys(cloud, issuer);
    const keys = new Map(
      found.flatMap((key): [string, KeyObject][] =>
        key.kty === 'RSA' && key.kid !== undefined ? [[key.kid, createPublicKey({ key, format: 'jwk' })]] : [],
      ),
    );
    const entry = { keys, readAt: cloud.clock.now() };
    known.set(issuer, entry);
    return entry;
  };
  return {
    async find(issuer, kid) {
      const age = (entry: Known) => cloud.clock.now() - entry.readAt;
      const entry = known.get(issuer);
      const key = entry && age(entry) < LIFETIME ? entry.keys.get(kid) : undefined;
      if (key || (entry && isPaused(issuer, age(entry)))) return key;
      return (await read(issuer)).keys.get(kid);
    },
  };
}

/** A pool of this cloud costs nothing to ask, and makes its keys with its first token. */
const isPaused = (issuer: string, age: number): boolean =>
  age < PAUSE && !/^https:\/\/cognito-idp\.[\w-]+\.amazonaws\.com\//.test(issuer);
