/**
 * The trust store of a custom domain with mutual TLS: the certificates in its file, what API Gateway warns about, and
 * which client certificates it trusts (docs/aws/custom-domains.md). Pure.
 */
import { X509Certificate } from 'node:crypto';
import { hasInsecureSignature } from './signature-algorithm.ts';

export interface TrustStore {
  readonly certificates: readonly X509Certificate[];
  /** The number of blocks that are no certificates. */
  readonly malformed: number;
}

/** The certificates of a chain, the client's included. */
const LONGEST_CHAIN = 4;
const SMALLEST_RSA_KEY = 2_048;
const CURVES: readonly (string | undefined)[] = ['prime256v1', 'secp384r1'];

export function readTrustStore(pem: string): TrustStore {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  const certificates = blocks.flatMap((block) => parse(block) ?? []);
  return { certificates, malformed: blocks.length - certificates.length };
}

function parse(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

/** Returns what API Gateway tells when it loads the file. `now` is in epoch milliseconds. */
export function warningsOf({ certificates, malformed }: TrustStore, now: number): string[] {
  const ofCertificates = certificates.flatMap((certificate) => {
    const fault = faultOf(certificate, now);
    return fault === undefined ? [] : [`Certificate with subject ${distinguishedName(certificate.subject)} ${fault}.`];
  });
  const unread = malformed === 0 ? [] : [`${malformed} certificates do not have the syntax of X.509.`];
  return [...ofCertificates, ...unread];
}

function faultOf(certificate: X509Certificate, now: number): string | undefined {
  if (now > Date.parse(certificate.validTo)) return `has expired on ${certificate.validTo}`;
  if (now < Date.parse(certificate.validFrom)) return `is not valid before ${certificate.validFrom}`;
  if (hasInsecureSignature(certificate)) return 'uses an insecure signature algorithm';
  return hasWeakKey(certificate) ? 'has a key that is not supported' : undefined;
}

function hasWeakKey({ publicKey: { asymmetricKeyType, asymmetricKeyDetails = {} } }: X509Certificate): boolean {
  if (asymmetricKeyType === 'ec') return !CURVES.includes(asymmetricKeyDetails.namedCurve);
  return !asymmetricKeyType?.startsWith('rsa') || (asymmetricKeyDetails.modulusLength ?? 0) < SMALLEST_RSA_KEY;
}

/**
 * Returns why the store does not trust the certificate of a client, in the words of the execution log; `undefined` if
 * it does. Certificates that the client sends beside its own are not used: the store has to have the whole chain.
 */
export function refusalOf(client: X509Certificate, { certificates }: TrustStore, now: number): string | undefined {
  if (hasInsecureSignature(client)) return 'Client cert using an insecure Signature Algorithm';
  if (!isCurrent(client, now) || hasWeakKey(client)) return 'Client cert is not valid';
  const usable = certificates.filter((one) => faultOf(one, now) === undefined);
  if (leadsToRoot(client, usable, 1)) return undefined;
  return isSelfSigned(client) ? 'self signed certificate' : 'Could not find issuer for certificate';
}

const isCurrent = (certificate: X509Certificate, now: number): boolean =>
  now >= Date.parse(certificate.validFrom) && now <= Date.parse(certificate.validTo);

/** `length` is the number of certificates of the chain up to this one. */
function leadsToRoot(certificate: X509Certificate, store: readonly X509Certificate[], length: number): boolean {
  if (isSelfSigned(certificate)) return store.some(({ raw }) => raw.equals(certificate.raw));
  if (length === LONGEST_CHAIN) return false;
  return store.some(
    (one) => certificate.checkIssued(one) && certificate.verify(one.publicKey) && leadsToRoot(one, store, length + 1),
  );
}

/** Not by `checkIssued`, which refuses an issuer that may not sign certificates: a device may sign its own. */
const isSelfSigned = (certificate: X509Certificate): boolean =>
  certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey);

/** `C=CH,O=Example,CN=client`; node:crypto writes each part on a line. */
export const distinguishedName = (name: string | undefined): string => (name ?? '').replaceAll('\n', ',');
