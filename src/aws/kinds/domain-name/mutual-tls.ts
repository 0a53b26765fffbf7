/** Mutual TLS of a custom domain in API Gateway's form. Pure. */
import type { DomainName, PatchOperation } from '@aws-sdk/client-api-gateway';
import type { Resolved } from '../../../engine/resource.ts';
import { replaceOperation } from '../../api-gateway/patch-path.ts';
import type { DomainNameShape, MutualTls } from './shape.ts';

type Found = NonNullable<DomainNameShape['found']['mutualTls']>;

export function mutualTlsIn({ mutualTlsAuthentication, ownershipVerificationCertificateArn }: DomainName): Found {
  const { truststoreUri: truststore, truststoreVersion: version } = mutualTlsAuthentication ?? {};
  if (!truststore) return false;
  return {
    truststore,
    ...(version && { version }),
    ...(ownershipVerificationCertificateArn && { ownershipCertificate: ownershipVerificationCertificateArn }),
  };
}

const NONE: Exclude<Found, false> = {};

/** Returns the members of CreateDomainName. */
export const newMutualTls = ({ truststore, version, ownershipCertificate }: Resolved<MutualTls>) => ({
  mutualTlsAuthentication: { truststoreUri: truststore, ...(version !== undefined && { truststoreVersion: version }) },
  ...(ownershipCertificate !== undefined && { ownershipVerificationCertificateArn: ownershipCertificate }),
});

/** Returns the changes, which are none if everything is as wanted: every change takes AWS half a minute. */
export function mutualTlsPatches(wanted: Resolved<MutualTls> | false, had: Found = false): PatchOperation[] {
  const before = had || NONE;
  const after = wanted || NONE;
  const fields = [
    ['truststore', '/mutualTlsAuthentication/truststoreUri'],
    ['version', '/mutualTlsAuthentication/truststoreVersion'],
    ['ownershipCertificate', '/ownershipVerificationCertificateArn'],
  ] as const;
  const changed = fields.filter(([field]) => after[field] !== before[field]);
  // The version and the certificate mean nothing without a trust store.
  const possible = wanted ? changed : changed.filter(([field]) => field === 'truststore');
  return possible.map(([field, path]) => replaceOperation(path, after[field] ?? ''));
}
