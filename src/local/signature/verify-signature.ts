/** Verifies both forms of Signature Version 4 with credentials that the caller of this function looks up. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalPaths, canonicalRequest, objectPath, sha256 } from './canonical-request.ts';
import { SignatureError } from './signature-error.ts';
import {
  ALGORITHM,
  basicForm,
  fromBasicForm,
  readSignature,
  type Signature,
  type SignedRequest,
} from './signed-request.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The session token of temporary credentials. */
  readonly sessionToken?: string;
  /** epoch milliseconds */
  readonly expiration?: number;
}

export interface Expectation<T extends Credentials> {
  /** The service name in the credential scope: `execute-api`. */
  readonly service: string;
  readonly region: string;
  /** epoch milliseconds */
  readonly now: number;
  find(accessKeyId: string): T | undefined;
  /** Whether the signer's clock is ignored; used where signer and cloud share a machine but not always a clock. */
  readonly anyTime?: boolean;
  /** Headers that change the meaning of a request, so they must be signed if they are sent. */
  readonly signedIfSent?: readonly string[];
  /** Whether a signature of the path without `//`, `.` and `..` is valid, too; called only if that path differs. */
  alsoNormalized?(): boolean;
}

/** The minutes by which the signer's clock may differ. */
const SKEW = 5;

/** Returns the credentials that signed the request. Throws `SignatureError`. */
export function verifySignature<T extends Credentials>(request: SignedRequest, expected: Expectation<T>): T {
  const signature = readSignature(request);
  checkScope(signature, expected);
  const credentials = usable(expected.find(signature.accessKeyId), signature, expected.now);
  if (!expected.anyTime) checkTime(signature, expected.now);
  checkSignedHeaders(request, signature, expected.signedIfSent ?? []);
  const { secretAccessKey } = credentials;
  const paths =
    request.payloadHash === undefined
      ? canonicalPaths(request.path, expected.alsoNormalized ?? (() => true))
      : [objectPath(request.path)];
  const canonical = paths.map((path) => canonicalRequest(request, path, signature));
  if (!canonical.some((text) => isSignedBy(secretAccessKey, signature, text))) throw mismatch(signature, canonical[0]!);
  return credentials;
}

function checkScope(
  { scope }: Signature,
  { service, region }: Pick<Expectation<Credentials>, 'service' | 'region'>,
): void {
  if (scope.region !== region) throw invalid('Credential should be scoped to a valid region.');
  if (scope.service !== service) throw invalid(`Credential should be scoped to correct service: '${service}'.`);
}

function usable<T extends Credentials>(credentials: T | undefined, { sessionToken }: Signature, now: number): T {
  if (credentials === undefined || credentials.sessionToken !== sessionToken) {
    throw new SignatureError('UnrecognizedClient', 'The security token included in the request is invalid.');
  }
  if (credentials.expiration !== undefined && credentials.expiration <= now) {
    throw new SignatureError('ExpiredToken', 'The security token included in the request is expired');
  }
  return credentials;
}

function checkTime({ time, scope, expires }: Signature, now: number): void {
  const signed = fromBasicForm(time);
  if (signed === undefined) {
    throw new SignatureError(
      'IncompleteSignature',
      `Date must be in ISO-8601 'basic format'. Got '${time}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  }
  if (scope.date !== time.slice(0, 8)) {
    throw invalid(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${scope.date}' != '${time.slice(0, 8)}', from '${time}'.`,
    );
  }
  const skew = SKEW * 60_000;
  if (signed > now + skew) {
    throw invalid(
      `Signature not yet current: ${time} is still later than ${basicForm(now + skew)} (${basicForm(now)} + ${SKEW} min.)`,
    );
  }
  if (expires !== undefined) {
    if (now > signed + expires * 1000)
      throw invalid(`Signature expired: ${basicForm(signed + expires * 1000)} is now earlier than ${basicForm(now)}`);
  } else if (signed < now - skew) {
    throw invalid(
      `Signature expired: ${time} is now earlier than ${basicForm(now - skew)} (${basicForm(now)} - ${SKEW} min.)`,
    );
  }
}

/** Without the host, the signature would be valid for any API. */
function checkSignedHeaders(request: SignedRequest, { signedHeaders }: Signature, ifSent: readonly string[]): void {
  const sent = ifSent.filter((name) => request.header(name.toLowerCase()) !== undefined);
  const unsigned = ['Host', ...sent].find((name) => !signedHeaders.includes(name.toLowerCase()));
  if (unsigned !== undefined) throw invalid(`'${unsigned}' must be a 'SignedHeader' in the AWS Authorization.`);
}

const isSignedBy = (secret: string, signature: Signature, canonical: string): boolean =>
  isSame(signature.signature, signatureOf(signature, secret, canonical));

function isSame(hex: string, wanted: Buffer): boolean {
  const given = Buffer.from(hex, 'hex');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Returns the signature of a canonical request; `signature` has its time and scope. */
export function signatureOf(signature: Signature, secret: string, canonical: string): Buffer {
  const key = signingKey(secret, signature.scope);
  return createHmac('sha256', key).update(stringToSign(signature, canonical)).digest();
}

function stringToSign({ time, scope }: Signature, canonical: string): string {
  const name = `${scope.date}/${scope.region}/${scope.service}/aws4_request`;
  return `${ALGORITHM}\n${time}\n${name}\n${sha256(canonical)}`;
}

/** Whether a text is signed as it is: the policy of a form that a browser sends to S3. */
export const isSignatureOf = (hex: string, text: string, secret: string, scope: Signature['scope']): boolean =>
  isSame(hex, createHmac('sha256', signingKey(secret, scope)).update(text).digest());

/** Keys change once a day, and there are only a few callers and regions. */
const KEPT = 100;
const keys = new Map<string, Buffer>();

function signingKey(secret: string, { date, region, service }: Signature['scope']): Buffer {
  const name = `${secret}/${date}/${region}/${service}`;
  const known = keys.get(name);
  if (known) return known;
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), 'aws4_request');
  if (keys.size >= KEPT) keys.clear();
  keys.set(name, key);
  return key;
}

const invalid = (message: string) => new SignatureError('InvalidSignature', message);

function mismatch(signature: Signature, canonical: string): SignatureError {
  return invalid(
    `The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.\n\nThe Canonical String for this request should have been\n'${canonical}'\n\nThe String-to-Sign should have been\n'${stringToSign(signature, canonical)}'\n`,
  );
}
