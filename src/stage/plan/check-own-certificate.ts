/** Checks before a deploy that a domain with mutual TLS has what API Gateway wants beside a certificate of others. */
import { describeCertificate } from '../../aws/domains/certificate-reads.ts';
import type { Clients } from '../../aws/sdk/clients.ts';
import type { StageConfig } from '../../config/config.ts';
import type { Observation } from '../../engine/observe.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import { findObserved } from '../../stack/ids.ts';

/**
 * Makes one read if a certificate is named, and none if the domain has mutual TLS already. Throws
 * `NeedsOwnershipCertificate`.
 */
export async function checkOwnCertificate(
  clients: Pick<Clients, 'acm'>,
  { domain }: StageConfig,
  { observed }: Observation,
): Promise<void> {
  if (!domain?.mutualTls || domain.certificate === 'auto' || domain.mutualTls.ownershipCertificate) return;
  if (findObserved(observed, 'domain-name')?.properties.mutualTls) return;
  const found = await describeCertificate(await clients.acm(), domain.certificate);
  if (!found || found.Type === 'AMAZON_ISSUED') return;
  const origin = found.Type === 'IMPORTED' ? 'was imported' : 'is from a private authority';
  throw new ApikitError(
    'NeedsOwnershipCertificate',
    `The certificate ${domain.certificate} ${origin}, and API Gateway turns mutual TLS on only if a certificate that Certificate Manager has issued shows that ${domain.name} is yours.`,
    {
      hint: `Request one for ${domain.name} in Certificate Manager, and write its ARN as ownershipCertificate under domain.mutualTls.`,
      exitCode: EXIT.usage,
    },
  );
}
