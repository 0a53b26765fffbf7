/**
 * Who calls, by a JSON Web Token of an OpenID Connect issuer in the Authorization header. The token must be signed by one of the
 * issuer's keys with one of the algorithms below, be for this API, and be good now.
 *
 * A token that is not is a 401. An issuer that cannot be reached is nothing that the caller can help: it throws, which is a 500.
 */
import { createRemoteJWKSet, jwtVerify } from 'jose';

/** Signatures with a public key. Never one with a shared secret, nor none at all: the token itself says which it is. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];
/** Seconds by which the issuer's clock and ours may differ. */
const CLOCK_SKEW = 30;
/** ms. An authorizer that is slow makes every request slow. */
const TIMEOUT = 3_000;
/** ms that the issuer's keys are good for, and between two looks at them because of a key that is not among them. */
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
 * Whether a token's `typ` leaves it one that opens an API: absent, `JWT`, or that of access tokens (RFC 9068 §2.1). Issuers sign
 * other things with the same keys, such as logout tokens (`logout+jwt`) and proofs of possession (`dpop+jwt`).
 */
function isAccessToken(typ) {
  return typ === undefined || /^(application\/)?(jwt|at\+jwt)$/i.test(String(typ));
}

/** What the operations are told of the caller, as `request.caller.context`; add the claims that you need. */
function toContext({ scope, scp, email }) {
  const scopes = [scope ?? scp ?? ''].flat().join(' ');
  return { scope: scopes, ...(typeof email === 'string' && { email }) };
}

/** Looks the address of the keys up once, when the first token comes; after a failure the next one tries again. */
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

/** Whoever is between an http:// address and us can put keys of his own there, unless it is on this machine. */
function isTrustworthy(address) {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

/** jose's names of what can be wrong with a token; whatever else goes wrong is about the issuer or this code. */
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

/** A stage with another issuer sets these under function.environment in apikit.yaml. */
export const authorize = createAuthorizer({
  issuer: process.env.__ENVIRONMENT___ISSUER ?? '__issuer__',
  audience: process.env.__ENVIRONMENT___AUDIENCE ?? '__audience__',
});
