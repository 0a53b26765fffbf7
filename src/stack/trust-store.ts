/** The trust store of a domain with mutual TLS, if it is a file of the project: a bucket, and the file in it. Pure. */
import type { DomainNameProperties } from '../aws/kinds/domain-name/shape.ts';
import type { DomainConfig } from '../config/domain.ts';
import { isInS3, type MutualTlsConfig, TRUST_STORE_BUCKET, trustStoreFile } from '../config/mutual-tls.ts';
import type { Later, Resource } from '../engine/resource.ts';
import { bucketName } from '../naming/names.ts';
import type { Tags } from '../naming/tags.ts';
import { ref, type StageResource } from './ids.ts';
import type { StackInput } from './stack-input.ts';

const KEY = 'truststore.pem';
const BUCKET = `bucket/${TRUST_STORE_BUCKET}` as const;

export function trustStoreResources(
  { config, facts, trustStore = '' }: Pick<StackInput, 'config' | 'facts' | 'trustStore'>,
  tags: Tags,
): Resource[] {
  if (trustStoreFile(config.domain) === undefined) return [];
  const name = bucketName(config, TRUST_STORE_BUCKET, facts.account);
  const bucket: StageResource<typeof BUCKET> = {
    id: BUCKET,
    kind: 'bucket',
    name,
    properties: { versioning: true, tags },
  };
  const file: StageResource<'trust-store'> = {
    id: 'trust-store',
    kind: 'trust-store',
    name: `${name}/${KEY}`,
    properties: { bucket: name, key: KEY, sha256: trustStore },
    after: [BUCKET],
  };
  return [bucket, file];
}

/** Returns what the domain names: the file that a deploy uploads, or the object of the user's bucket. */
function trustStoreOf(mutualTls: MutualTlsConfig): { truststore: Later<string>; version?: Later<string> } {
  const { truststore, version } = mutualTls;
  if (!isInS3(mutualTls)) return { truststore: ref('trust-store', 'uri'), version: ref('trust-store', 'version') };
  return { truststore, ...(version !== undefined && { version }) };
}

/** The settings for mutual TLS of a domain, as its kind has them. */
export function mutualTlsOf({ mutualTls }: Pick<DomainConfig, 'mutualTls'>): DomainNameProperties['mutualTls'] {
  if (!mutualTls) return mutualTls;
  const { ownershipCertificate } = mutualTls;
  return { ...trustStoreOf(mutualTls), ...(ownershipCertificate !== undefined && { ownershipCertificate }) };
}
