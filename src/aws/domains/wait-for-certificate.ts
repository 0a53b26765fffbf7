/**
 * Waits until Certificate Manager has issued a certificate. A record that only the user can add is waited for if
 * somebody is at the terminal; otherwise the error says what to add, and the next deploy continues.
 */
import type { CertificateDetail } from '@aws-sdk/client-acm';
import type { Clock } from '../../clock.ts';
import type { KindContext } from '../../engine/resource.ts';
import { ApikitError } from '../../errors.ts';
import { type CertificateClients, clientOfCertificate } from './certificate-client.ts';
import { validationRecords } from './certificate-reads.ts';

interface Wanted {
  readonly domain: string;
  readonly arn: string;
  /** Whether the user adds the record. */
  readonly ownDns: boolean;
}

interface Parts {
  readonly clients: CertificateClients;
  readonly clock: Clock;
  readonly attended?: boolean;
}

/** Milliseconds. Most certificates take minutes, but AWS says up to hours (docs/aws/custom-domains.md). */
const PATIENCE = 45 * 60_000;
const PAUSE = 5_000;
const LATER_PAUSE = 15_000;

/** Throws `CertificatePending` and `CertificateNotIssued`. */
export async function waitForCertificate(
  { domain, arn, ownDns }: Wanted,
  { clients, clock, attended = false }: Parts,
  { note, signal }: KindContext,
): Promise<void> {
  const client = await clientOfCertificate(clients, arn);
  const started = clock.now();
  const { DescribeCertificateCommand } = await import('@aws-sdk/client-acm');
  for (let looks = 0; ; looks += 1) {
    const { Certificate = {} } = await client.send(new DescribeCertificateCommand({ CertificateArn: arn }));
    const { Status = '' } = Certificate;
    if (Status === 'ISSUED') return;
    if (Status !== 'PENDING_VALIDATION') throw notIssued(domain, Certificate);
    const waits = !ownDns || attended;
    if (!waits || clock.now() - started > PATIENCE) throw pending(domain, Certificate, ownDns);
    if (looks === 0) {
      note(
        ownDns
          ? `waiting for the certificate; add to DNS: ${recordOf(Certificate)}`
          : 'waiting until Certificate Manager has issued the certificate, which takes some minutes',
      );
    }
    await clock.sleep(looks < 12 ? PAUSE : LATER_PAUSE, signal);
  }
}

const recordOf = (certificate: CertificateDetail): string => validationRecords(certificate).join(', ');

function pending(domain: string, certificate: CertificateDetail, ownDns: boolean): ApikitError {
  const why = ownDns
    ? `It needs this record in DNS: ${recordOf(certificate)}.`
    : `The hosted zone has the record ${recordOf(certificate)}; the name servers of the domain must be those of this zone.`;
  return new ApikitError(
    'CertificatePending',
    `The certificate of ${domain} is not issued yet, so the domain does not serve. ${why} Everything else of the stage is deployed and serves at its own address.`,
    {
      hint: `${ownDns ? 'Add the record where the DNS of the domain is managed' : 'Check the name servers of the domain'}. The next deploy continues with this certificate. The record must stay, because AWS renews the certificate with it.`,
    },
  );
}

function notIssued(domain: string, { Status, FailureReason, CertificateArn = '' }: CertificateDetail): ApikitError {
  return new ApikitError(
    'CertificateNotIssued',
    `The domain ${domain} cannot use the certificate ${CertificateArn}, which is ${Status}${FailureReason ? ` (${FailureReason})` : ''}.`,
    {
      hint:
        Status === 'VALIDATION_TIMED_OUT'
          ? 'Certificate Manager waits 72 hours for the record. Run the same command again: it requests another certificate.'
          : 'Look at the certificate in the console of Certificate Manager, or name another one in apikit.yaml.',
    },
  );
}
