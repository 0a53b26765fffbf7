/**
 * Identifies the caller by a JSON Web Token of an OpenID Connect issuer in the Authorization header. One of the
 * issuer's keys must have signed the token with one of the algorithms below, and the token must be for this API and not
 * expired.
 *
 * An invalid token leads to a 401. If the issuer cannot be reached, the authorizer throws, which leads to a 500,
 * because the caller is not at fault.
 */
import { createRemoteJWKSet, jwtVerify } from 'jose';

/**
 * Only signatures with a public key. The token names its algorithm, so a shared secret and no signature must be
 * rejected.
 */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];
/** The allowed difference between the issuer's clock and this one, in seconds. */
const CLOCK_SKEW = 30;
/** In ms. A slow authorizer makes every request slow. */
const TIMEOUT = 3_000;
/** In ms: the time for which the issuer's keys are cached, and the pause between two searches for an unknown key. */
const KEYS = { cacheMaxAge: 600_000, cooldownDuration: 30_000, timeoutDuration: TIMEOUT };

export function createAuthorizer({ issuer, audience }) {
  if (!isTrustworthy(issuer))
    throw new Error(`The issuer ${issuer} is not an https:// address: its keys could be anybody's.`);
  const keyOf = issuerKeys(issuer);
  return async ({ token }) => {
    const [, jwt] = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(token) ?? [];
    if (jwt === undefined) return 'unauthorized';
    try {
      const { payload, protectedHeader } = await jwtVerify(jwt, keyOf, {
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
function toContext({ scope, scp, email }) {
  const scopes = [scope ?? scp ?? ''].flat().join(' ');
  return { scope: scopes, ...(typeof email === 'string' && { email }) };
}

/** Finds the address of the keys once, for the first token. After a failure, the next token tries again. */
function issuerKeys(issuer) {
  let keys;
  return async (header, token) => {
    keys ??= discover(issuer).catch((error) => {
      keys = undefined;
      throw error;
    });
    return await (await keys)(header, token);
  };
}

async function discover(issuer) {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT) });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  const found = await answer.json();
  if (found.issuer !== issuer) throw new Error(`${address} is about the issuer ${String(found.issuer)}, not ${issuer}`);
  const keys = String(found.jwks_uri);
  if (!isTrustworthy(keys)) throw new Error(`${address} has its keys at ${keys}, which is not an https:// address.`);
  return createRemoteJWKSet(new URL(keys), KEYS);
}

/** An attacker on the way to an http:// address could replace the keys, unless the address is on this machine. */
function isTrustworthy(address) {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

/** jose's codes for faults of a token. All other errors are about the issuer or this code. */
const TOKEN_ERRORS = new Set([
  'ERR_JOSE_ALG_NOT_ALLOWED',
  'ERR_JOSE_NOT_SUPPORTED',
  'ERR_JWKS_MULTIPLE_MATCHING_KEYS',
  'ERR_JWKS_NO_MATCHING_KEY',
  'ERR_JWS_INVALID',
  'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'ERR_JWT_EXPIRED',
  'ERR_JWT_INVALID',
]);

function isAboutTheToken(error) {
  return error instanceof Error && 'code' in error && TOKEN_ERRORS.has(String(error.code));
}

/** A stage with another issuer sets these variables under function.environment in apikit.yaml. */
export const authorize = createAuthorizer({
  issuer: process.env.__ENVIRONMENT___ISSUER ?? '__issuer__',
  audience: process.env.__ENVIRONMENT___AUDIENCE ?? '__audience__',
});
