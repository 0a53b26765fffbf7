/**
 * Who calls, by a JSON Web Token in the Authorization header that is signed with a secret which this API shares with whoever
 * makes the tokens. The secret is `__SECRET__` under function.secrets in apikit.yaml: a reference, read at run time.
 *
 * A token that is not good is a 401. A secret that cannot be read is nothing that the caller can help: it throws, which is a 500.
 */
import { jwtVerify } from 'jose';

import { readSecret } from '../api/secrets.mjs';

/** The token itself says which it is, so it may say no other. */
const ALGORITHMS = ['HS256'];
/** Bytes: what HS256 needs so that nobody guesses it (RFC 7518, 3.2). */
const SHORTEST_SECRET = 32;
/** Seconds by which the clocks may differ. */
const CLOCK_SKEW = 30;

export function createAuthorizer({ issuer, audience, secret }) {
  return async ({ token }) => {
    const [, jwt] = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(token) ?? [];
    if (jwt === undefined) return 'unauthorized';
    const key = new TextEncoder().encode(await secret());
    if (key.length < SHORTEST_SECRET) throw new Error(`The secret has less than ${SHORTEST_SECRET} bytes.`);
    try {
      const { payload, protectedHeader } = await jwtVerify(jwt, key, {
        algorithms: ALGORITHMS,
        issuer,
        audience,
        clockTolerance: CLOCK_SKEW,
        requiredClaims: ['sub', 'exp'],
      });
      const { sub } = payload;
      if (typeof sub !== 'string' || sub === '' || !isAccessToken(protectedHeader.typ)) return 'unauthorized';
      return { principalId: sub, context: toContext(payload) };
    } catch (error) {
      if (isAboutTheToken(error)) return 'unauthorized';
      throw error;
    }
  };
}

/**
 * Whether a token's `typ` leaves it one that opens an API: absent, `JWT`, or that of access tokens (RFC 9068 §2.1). Issuers sign
 * other things with the same keys, such as logout tokens (`logout+jwt`) and proofs of possession (`dpop+jwt`).
 */
function isAccessToken(typ) {
  return typ === undefined || /^(application\/)?(jwt|at\+jwt)$/i.test(String(typ));
}

/** What the operations are told of the caller, as `request.caller.context`; add the claims that you need. */
function toContext({ scope }) {
  return { scope: [scope ?? ''].flat().join(' ') };
}

/** jose's errors have a code; there is no key to be looked for, so all of them are about the token. */
function isAboutTheToken(error) {
  return error instanceof Error && 'code' in error && /^ERR_(JOSE|JWS|JWT)_/.test(String(error.code));
}

/** A stage with others sets these under function.environment in apikit.yaml. */
export const authorize = createAuthorizer({
  issuer: process.env.__ENVIRONMENT___ISSUER ?? '__issuer__',
  audience: process.env.__ENVIRONMENT___AUDIENCE ?? '__audience__',
  secret: () => readSecret('__SECRET__'),
});
