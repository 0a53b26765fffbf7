/**
 * JSON web tokens signed with RS256, the only algorithm that Cognito uses: signing, and verification with known keys.
 * This module does not interpret the claims.
 */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type JsonWebKey,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { promisify } from 'node:util';

/** A stored key pair. `kid` is its ID in tokens and key sets. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: JsonWebKey;
}

/** A public key in the form of a key set. */
export interface PublicKey {
  readonly kid: string;
  readonly alg: 'RS256';
  readonly kty: 'RSA';
  readonly use: 'sig';
  readonly n: string;
  readonly e: string;
}

export type Claims = Readonly<Record<string, unknown>>;

const makePair = promisify(generateKeyPair);

export async function newSigningKey(kid: string): Promise<SigningKey> {
  const { privateKey } = await makePair('rsa', { modulusLength: 2048 });
  return { kid, privateKey: privateKey.export({ format: 'jwk' }) };
}

export function publicKeyOf({ kid, privateKey }: SigningKey): PublicKey {
  return { kid, alg: 'RS256', kty: 'RSA', use: 'sig', n: privateKey.n!, e: privateKey.e! };
}

/** Stored keys never change, so each is parsed once. */
const privateKeys = new WeakMap<SigningKey, KeyObject>();
const publicKeys = new WeakMap<SigningKey, KeyObject>();

export function signToken(claims: Claims, key: SigningKey): string {
  const signed = `${encode({ kid: key.kid, alg: 'RS256' })}.${encode(claims)}`;
  const privateKey = readOnce(privateKeys, key, () => createPrivateKey({ key: key.privateKey, format: 'jwk' }));
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
}

/** Returns the claims without verification; `undefined` if the text is not a token. */
export function readClaims(token: string): Claims | undefined {
  return readToken(token)?.claims;
}

/** Returns the claims of a token that one of the keys has signed; otherwise `undefined`. */
export function verifyToken(token: string, keys: readonly SigningKey[]): Claims | undefined {
  const read = readToken(token);
  if (read === undefined || read.header.alg !== 'RS256') return undefined;
  const key = keys.find(({ kid }) => kid === read.header.kid);
  if (key === undefined) return undefined;
  const publicKey = readOnce(publicKeys, key, () => {
    const { kty, n, e } = key.privateKey;
    return createPublicKey({ key: { kty: kty!, n: n!, e: e! }, format: 'jwk' });
  });
  return verify('sha256', Buffer.from(read.signed), publicKey, read.signature) ? read.claims : undefined;
}

/** Returns the parts of a token, not verified; `undefined` if the text is not a token. */
export function readToken(token: string) {
  const [, head, body, tail] = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(token) ?? [];
  const header = decode(head);
  const claims = decode(body);
  if (header === undefined || claims === undefined) return undefined;
  return { header, claims, signed: `${head}.${body}`, signature: Buffer.from(tail!, 'base64url') };
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function decode(part: string | undefined): Claims | undefined {
  if (part === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}

function readOnce(known: WeakMap<SigningKey, KeyObject>, key: SigningKey, read: () => KeyObject): KeyObject {
  const found = known.get(key) ?? read();
  known.set(key, found);
  return found;
}
