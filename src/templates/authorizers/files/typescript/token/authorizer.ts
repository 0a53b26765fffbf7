/**
 * Identifies the caller by an opaque token in the Authorization header. API Gateway calls the authorizer only for
 * tokens that match `validation` in openapi.yaml, and passes only the token.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Authorizer } from '../api/authorizer.ts';

export interface Settings {
  /** The SHA-256 of each caller's token, in hex. The code must not contain the tokens themselves. */
  tokens: Record<string, string>;
}

export function createAuthorizer({ tokens }: Settings): Authorizer {
  return async ({ token }) => {
    const [, value] = /^Bearer +(\S+)$/i.exec(token) ?? [];
    if (value === undefined) return 'unauthorized';
    const hash = createHash('sha256').update(value).digest('hex');
    const caller = Object.keys(tokens).find((name) => sameText(hash, tokens[name] ?? ''));
    return caller === undefined ? 'unauthorized' : { principalId: caller };
  };
}

/** Compares in constant time, so that the time of a response does not reveal the correct text. */
function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/**
 * JSON with the hash of each caller's token. Set it under function.environment in apikit.yaml. While it is empty, every
 * request is rejected.
 */
const tokens = JSON.parse(process.env.__ENVIRONMENT___TOKENS ?? '{}') as Record<string, string>;

export const authorize = createAuthorizer({ tokens });
