/**
 * Identifies the caller by a key and the source address. Both are part of the authorizer's identity in openapi.yaml,
 * so that API Gateway does not reuse one caller's cached result for another.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import type { Authorizer, AuthorizerRequest } from '../api/authorizer.ts';

export interface Settings {
  key: Key;
  /** The SHA-256 of each caller's key, in hex. The code must not contain the keys themselves. */
  callers: Record<string, string>;
  /** Addresses and networks: 203.0.113.7, 10.0.0.0/8. If the list is empty, all addresses are allowed. */
  networks: readonly string[];
}

/** The place of the key, with its name (a header's in lower case). The key of `basic` is `user:password`. */
export interface Key {
  in: 'header' | 'query' | 'cookie' | 'basic';
  name: string;
}

export function createAuthorizer({ key, callers, networks }: Settings): Authorizer {
  const allowed = blockList(networks);
  return async (request) => {
    const { sourceIp } = request;
    const value = sentKey(key, request);
    if (!value) return 'unauthorized';
    const hash = sha256(value);
    const caller = Object.keys(callers).find((name) => sameText(hash, callers[name] ?? ''));
    if (caller === undefined) return 'unauthorized';
    // The caller is known, but may not call from this address.
    if (networks.length > 0 && !allowed.check(sourceIp, isIP(sourceIp) === 6 ? 'ipv6' : 'ipv4')) return 'denied';
    return { principalId: caller, context: { sourceIp } };
  };
}

function sentKey({ in: place, name }: Key, { headers, query }: AuthorizerRequest): string | undefined {
  if (place === 'header') return headers[name];
  if (place === 'query') return query[name];
  if (place === 'basic') {
    const [, encoded = ''] = /^Basic +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
    return Buffer.from(encoded, 'base64').toString();
  }
  const cookies = (headers.cookie ?? '').split(';').map((each) => each.trim());
  return cookies.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1);
}

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Compares in constant time, so that the time of a response does not reveal the correct text. */
function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** JSON with the hash of each caller: {"ada":"9f86d0…"}. */
const callers = JSON.parse(process.env.__ENVIRONMENT___CALLERS ?? '{}') as Record<string, string>;

/** Set both under function.environment in apikit.yaml. Without callers, every request is rejected. */
export const authorize = createAuthorizer({
  key: { in: '__in__', name: '__name__' },
  callers,
  networks: (process.env.__ENVIRONMENT___NETWORKS ?? '').split(',').filter(Boolean),
});
