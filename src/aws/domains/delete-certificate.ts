/** Deletes certificates that apikit requested, when nothing uses them any more. */
import type { Clock } from '../../clock.ts';
import type { KindContext } from '../../engine/resource.ts';
import { isAwsError, undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';
import { retry } from '../sdk/retry.ts';
import { type CertificateClients, clientOfCertificate } from './certificate-client.ts';
import { describeCertificate, isRequestedFor } from './certificate-reads.ts';

/** Milliseconds. A certificate counts as in use for a while after its domain is gone (docs/aws/custom-domains.md). */
const RELEASE_PATIENCE = 600_000;

interface Parts {
  readonly clients: CertificateClients;
  readonly clock: Clock;
}

/** Waits until Certificate Manager lets the certificate go. */
export async function deleteCertificate(
  { domain, arn }: { readonly domain: string; readonly arn: string | undefined },
  { clients, clock }: Parts,
  { note, signal }: KindContext,
): Promise<void> {
  const client = await clientOfCertificate(clients, arn ?? '');
  const patience = {
    what: `delete the certificate of ${domain}`,
    within: RELEASE_PATIENCE,
    firstDelay: 5_000,
    longestDelay: 15_000,
    hint: 'Certificate Manager says that something still uses it. Its page in the console names what uses it. Run the same command again when nothing does.',
    clock,
    signal,
    retryable: (error: unknown) => isAwsError(error, 'ResourceInUseException'),
    onRetry: (tries: number) => tries === 1 && note('waiting until the certificate is no longer in use'),
  };
  const { DeleteCertificateCommand } = await import('@aws-sdk/client-acm');
  await undefinedIfNotFound(retry(patience, () => client.send(new DeleteCertificateCommand({ CertificateArn: arn }))));
}

/** Deletes the certificate that a domain had before, unless somebody else requested it, or something else uses it. */
export async function deleteReplaced(
  replaced: { readonly domain: string; readonly arn: string },
  parts: Parts,
  context: KindContext,
): Promise<void> {
  const { domain, arn } = replaced;
  const client = await clientOfCertificate(parts.clients, arn);
  if (!(await isRequestedFor(client, arn, domain))) return;
  const { InUseBy = [] } = (await describeCertificate(client, arn)) ?? {};
  const others = InUseBy.filter((one) => !one.endsWith(`/domainnames/${domain}`));
  if (others.length > 0)
    return context.note(`the former certificate ${arn} stays, because others use it: ${others.join(', ')}`);
  await deleteCertificate(replaced, parts, context);
}
