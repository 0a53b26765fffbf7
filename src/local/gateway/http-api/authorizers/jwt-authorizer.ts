/** JWT authorizers: verify a token of an issuer, and check its claims and scopes (docs/aws/http-apis.md). */
import { verify } from 'node:crypto';
import { type Claims, readToken } from '../../../cloud/json-web-token.ts';
import type { HttpAuthorizer, HttpRoute } from '../../../state/http-apis/model.ts';
import { HttpApiError } from '../http-api-error.ts';
import type { AuthorizeHttp, HttpInvocation } from '../http-invocation.ts';
import { compileIdentity } from './http-identity.ts';
import type { IssuerKeyCache } from './issuer-key-cache.ts';

/** "Only RSA-based algorithms are supported." */
const HASHES: Readonly<Record<string, string>> = { RS256: 'sha256', RS384: 'sha384', RS512: 'sha512' };

export function compileJwtAuthorizer(authorizer: HttpAuthorizer, route: HttpRoute): AuthorizeHttp {
  const identityOf = compileIdentity(authorizer.IdentitySource);
  const { Issuer: issuer = '', Audience: audience = [] } = authorizer.JwtConfiguration ?? {};
  const wanted = route.AuthorizationScopes ?? [];

  return async (invocation, { cloud, issuers }) => {
    const [given] = identityOf(invocation) ?? [];
    const token = given?.replace(/^Bearer\s+/i, '').trim();
    if (!token) throw missingToken(invocation, authorizer);
    const refuse = (why: string) => invalidToken(invocation, authorizer, why);
    const claims = await verifiedClaims(token, issuer, issuers, refuse);
    const wrong = wrongClaim(claims, { issuer, audience, now: cloud.clock.now() / 1000 });
    if (wrong !== undefined) throw refuse(wrong);
    const scopes = scopesOf(claims);
    if (wanted.length > 0 && !wanted.some((scope) => scopes.includes(scope))) {
      throw insufficientScope(invocation, authorizer, wanted);
    }
    invocation.authorization = { jwt: { claims: texts(claims), scopes: wanted.length > 0 ? scopes : null } };
  };
}

async function verifiedClaims(
  token: string,
  issuer: string,
  issuers: IssuerKeyCache,
  refuse: (why: string) => HttpApiError,
): Promise<Claims> {
  if (token.split('.').length !== 3) throw refuse('token contains an invalid number of segments');
  const read = readToken(token);
  if (!read) throw refuse('the token cannot be decoded');
  const { alg, kid } = read.header;
  const hash = Object.hasOwn(HASHES, String(alg)) ? HASHES[String(alg)] : undefined;
  if (hash === undefined) throw refuse(`signing method ${String(alg)} is invalid`);
  // The keys are those of the authorizer's issuer, whatever the token says, so a wrong issuer has no key here.
  if (read.claims.iss !== issuer) throw refuse('issuer does not match');
  const key = await issuers.find(issuer, String(kid)).catch((error: Error) => {
    throw refuse(`the keys of the issuer cannot be read: ${error.message}`);
  });
  if (!key) throw refuse('the issuer has no key with the kid of the token');
  if (!verify(hash, Buffer.from(read.signed), key, read.signature)) throw refuse('signature is invalid');
  return read.claims;
}

/** `client_id` counts only in a token without `aud`. */
function wrongClaim(
  { aud, client_id: clientId, exp, nbf, iat }: Claims,
  { audience, now }: { readonly issuer: string; readonly audience: readonly string[]; readonly now: number },
): string | undefined {
  const audiences = aud === undefined ? [clientId] : [aud].flat();
  if (audience.length > 0 && !audiences.some((one) => audience.includes(String(one)))) {
    return 'the token does not have a valid audience';
  }
  if (exp !== undefined && !(Number(exp) > now)) return 'the token has expired';
  if (nbf !== undefined && Number(nbf) > now) return 'the token is not valid yet';
  if (iat !== undefined && Number(iat) > now) return 'the token was issued in the future';
  return undefined;
}

/** `scope` is a text with spaces; `scp`, which some issuers have instead, can be a list, too. */
function scopesOf({ scope, scp }: Claims): string[] {
  const given = scope ?? scp ?? '';
  return (Array.isArray(given) ? given.map(String) : String(given).split(' ')).filter((one) => one !== '');
}

/** Functions and logs see all claims as text, and lists as `[a b]`, as events that users have published show. */
const texts = (claims: Claims): Record<string, string> =>
  Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, textOf(value)]));

function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(' ')}]`;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

function missingToken(invocation: HttpInvocation, { Name }: HttpAuthorizer): HttpApiError {
  invocation.authorization = { error: 'missing: token not provided' };
  return unauthorized('Bearer', `the request has no token for the authorizer ${Name}`);
}

function invalidToken(invocation: HttpInvocation, { Name }: HttpAuthorizer, why: string): HttpApiError {
  invocation.authorization = { error: `invalid_token: ${why}` };
  const challenge = `Bearer scope="" error="invalid_token" error_description="${why.replaceAll('"', "'")}"`;
  return unauthorized(challenge, `the authorizer ${Name} refused the token: ${why}`);
}

function insufficientScope(
  invocation: HttpInvocation,
  { Name }: HttpAuthorizer,
  wanted: readonly string[],
): HttpApiError {
  const why = 'the token does not have a required scope';
  invocation.authorization = { error: `insufficient_scope: ${why}` };
  const challenge = `Bearer scope="${wanted.join(' ')}" error="insufficient_scope" error_description="${why}"`;
  return new HttpApiError('ACCESS_DENIED', 403, 'Forbidden', {
    headers: [['www-authenticate', challenge]],
    detail: `the authorizer ${Name} wants a token with one of the scopes ${wanted.join(', ')}`,
  });
}

const unauthorized = (challenge: string, detail: string) =>
  new HttpApiError('UNAUTHORIZED', 401, 'Unauthorized', { headers: [['www-authenticate', challenge]], detail });
