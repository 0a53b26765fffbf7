/**
 * Who calls, by an opaque token in the Authorization header. API Gateway asks only about tokens of the form that openapi.yaml says
 * (`validation`), and tells nothing but the token.
 */
import { createHash, timingSafeEqual } from 'node:crypto';

export function createAuthorizer({ tokens }) {
  return async ({ token }) => {
    const [, value] = /^Bearer +(\S+)$/i.exec(token) ?? [];
    if (value === undefined) return 'unauthorized';
    const hash = createHash('sha256').update(value).digest('hex');
    const caller = Object.keys(tokens).find((name) => sameText(hash, tokens[name] ?? ''));
    return caller === undefined ? 'unauthorized' : { principalId: caller };
  };
}

/** In the same time for every text, so that nobody can feel their way to the right one. */
function sameText(a, b) {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** JSON of who has which hash, set under function.environment in apikit.yaml; as long as it is empty, nobody gets in. */
const tokens = JSON.parse(process.env.__ENVIRONMENT___TOKENS ?? '{}');

export const authorize = createAuthorizer({ tokens });
