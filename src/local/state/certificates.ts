/**
 * Certificates of Certificate Manager as they are stored, and their state, which depends on DNS and on the clock. The
 * service writes them; API Gateway uses them for custom domains.
 */
import type { CloudBase, Scope } from '../cloud/cloud.ts';
import type { Tag } from '../cloud/tag-list.ts';
import type { Collection } from '../storage/store.ts';
import { isPublished } from './hosted-zones.ts';

/** Collection `acm.certificates`, keyed by ARN. */
export interface Certificate {
  readonly arn: string;
  readonly domainName: string;
  /** All names, the first included. */
  readonly names: readonly string[];
  readonly keyAlgorithm: string;
  readonly idempotencyToken?: string;
  /** epoch milliseconds */
  readonly requestedAt: number;
  /** When Certificate Manager found the records of all names in DNS; epoch milliseconds. */
  readonly validatedAt?: number;
  /** epoch milliseconds */
  readonly renewedAt?: number;
  readonly records: readonly ValidationRecord[];
  readonly tags: readonly Tag[];
}

/** The CNAME record that shows that the domain is the customer's. */
export interface ValidationRecord {
  readonly domainName: string;
  readonly name: string;
  readonly value: string;
}

export type CertificateStatus = 'PENDING_VALIDATION' | 'ISSUED' | 'VALIDATION_TIMED_OUT' | 'EXPIRED';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** "the request times out" after 72 hours (ACM User Guide, DNS validation). */
const VALIDATION_TIME = 72 * HOUR;
/** A certificate is valid for 13 months, 395 days (ACM User Guide, Certificate characteristics). */
const VALIDITY = 395 * DAY;
/** Renewal begins 60 days before the end (ACM User Guide, Managed renewal). */
const RENEWS_BEFORE = 60 * DAY;

export const certificatesOf = (cloud: Pick<CloudBase, 'collection'>, scope: Scope): Collection<Certificate> =>
  cloud.collection<Certificate>(scope, 'acm.certificates');

/** Returns the certificate after a look at DNS, which may validate or renew it. */
export function readCertificate(cloud: CloudBase, scope: Scope, arn: string): Certificate | undefined {
  const found = certificatesOf(cloud, scope).get(arn);
  if (!found) return undefined;
  const now = cloud.clock.now();
  const isValidated = () => found.records.every((record) => isPublished(cloud, { ...record, type: 'CNAME' }));
  if (found.validatedAt === undefined) {
    if (now - found.requestedAt > VALIDATION_TIME || !isValidated()) return found;
    cloud.transitions.begin(scope, 'certificateIssued', arn);
    return put(cloud, scope, { ...found, validatedAt: now });
  }
  const { notAfter } = validityOf(found, found.validatedAt);
  const renews = now > notAfter - RENEWS_BEFORE && now <= notAfter && isValidated();
  return renews ? put(cloud, scope, { ...found, renewedAt: now }) : found;
}

function put(cloud: CloudBase, scope: Scope, certificate: Certificate): Certificate {
  certificatesOf(cloud, scope).put(certificate.arn, certificate);
  return certificate;
}

/** Whether the record that validates the certificate is known already, which takes seconds after the request. */
export const hasRecord = (cloud: CloudBase, scope: Scope, { arn }: Certificate): boolean =>
  !cloud.transitions.pending(scope, 'certificateRecord', arn);

export function certificateStatus(cloud: CloudBase, scope: Scope, certificate: Certificate): CertificateStatus {
  const now = cloud.clock.now();
  const { validatedAt, requestedAt, arn } = certificate;
  if (validatedAt === undefined) {
    return now - requestedAt > VALIDATION_TIME ? 'VALIDATION_TIMED_OUT' : 'PENDING_VALIDATION';
  }
  if (cloud.transitions.pending(scope, 'certificateIssued', arn)) return 'PENDING_VALIDATION';
  return now > validityOf(certificate, validatedAt).notAfter ? 'EXPIRED' : 'ISSUED';
}

/** Epoch milliseconds. */
export function validityOf(
  { renewedAt }: Certificate,
  validatedAt: number,
): { readonly notBefore: number; readonly notAfter: number } {
  const notBefore = renewedAt ?? validatedAt;
  return { notBefore, notAfter: notBefore + VALIDITY };
}
