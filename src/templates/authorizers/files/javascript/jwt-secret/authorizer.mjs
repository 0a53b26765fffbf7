/**
 * Identifies the caller by a JSON Web Token in the Authorization header. The issuer of the tokens signs them with a
 * secret that it shares with this API. The secret is `__SECRET__` under function.secrets in apikit.yaml: a reference,
 * which the function reads at run time.
 *
 * An invalid token leads to a 401. If the secret cannot be read, the authorizer throws, which leads to a 500, because
 * the caller is not at fault.
 */
import { jwtVerify } from 'jose';

import { readSecret } from '../api/secrets.mjs';

/** The token names its algorithm, so all others must be rejected. */
const ALGORITHMS = ['HS256'];
/** In bytes. HS256 needs this many to be safe (RFC 7518, 3.2). */
const SHORTEST_SECRET = 32;
/** The allowed difference between the clocks, in seconds. */
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
 * Whether a token's `typ` allows its use as an access token: no type, `JWT`, or the type of access tokens (RFC 9068
 * §2.1). Issuers use the same keys for other tokens, such as logout tokens (`logout+jwt`) and proofs of possession
 * (`dpop+jwt`).
 */
function isAccessToken(typ) {
  return typ === undefined || /^(application\/)?(jwt|at\+jwt)$/i.test(String(typ));
}

/** Returns `request.caller.context` for the operations. Add the claims that you need. */
function toContext({ scope }) {
  return { scope: [scope ?? ''].flat().join(' ') };
}

/** jose's errors have a code. The authorizer fetches no key, so all of them are about the token. */
function isAboutTheToken(error) {
  return error instanceof Error && 'code' in error && /^ERR_(JOSE|JWS|JWT)_/.test(String(error.code));
}

/** A stage with other values sets these variables under function.environment in apikit.yaml. */
export const authorize = createAuthorizer({
  issuer: process.env.__ENVIRONMENT___ISSUER ?? '__issuer__',
  audience: process.env.__ENVIRONMENT___AUDIENCE ?? '__audience__',
  secret: () => readSecret('__SECRET__'),
});
