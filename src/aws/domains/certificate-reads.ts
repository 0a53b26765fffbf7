/** Reads certificates of Certificate Manager. Reads only. */
import type { ACMClient, CertificateDetail } from '@aws-sdk/client-acm';
import { DOMAIN_TAG } from '../../naming/tags.ts';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';

/** A certificate as Certificate Manager describes it. */
export type Certificate = CertificateDetail;

export async function describeCertificate(client: ACMClient, CertificateArn: string): Promise<Certificate | undefined> {
  const { DescribeCertificateCommand } = await import('@aws-sdk/client-acm');
  const found = await undefinedIfNotFound(client.send(new DescribeCertificateCommand({ CertificateArn })));
  return found?.Certificate;
}

/** Whether apikit requested the certificate for this domain. */
export async function isRequestedFor(client: ACMClient, CertificateArn: string, domain: string): Promise<boolean> {
  const { ListTagsForCertificateCommand } = await import('@aws-sdk/client-acm');
  const found = await undefinedIfNotFound(client.send(new ListTagsForCertificateCommand({ CertificateArn })));
  return found?.Tags?.some(({ Key, Value }) => Key === DOMAIN_TAG && Value === domain) ?? false;
}

/** The certificate that an earlier run requested, if the domain does not exist yet. */
export async function requestedCertificate(client: ACMClient, domain: string): Promise<string | undefined> {
  const { ListCertificatesCommand } = await import('@aws-sdk/client-acm');
  const listing = new ListCertificatesCommand({ CertificateStatuses: ['ISSUED', 'PENDING_VALIDATION'] });
  const { CertificateSummaryList = [] } = await client.send(listing);
  const ofDomain = CertificateSummaryList.filter(({ DomainName }) => DomainName === domain).sort(
    (a, b) => Number(b.Status === 'ISSUED') - Number(a.Status === 'ISSUED'),
  );
  for (const { CertificateArn = '' } of ofDomain) {
    if (await isRequestedFor(client, CertificateArn, domain)) return CertificateArn;
  }
  return undefined;
}

/** The records that validate the certificate: `CNAME _3f….api.example.com → _a1….acm-validations.aws` */
export function validationRecords({ DomainValidationOptions = [] }: Certificate): string[] {
  const records = DomainValidationOptions.flatMap(({ ResourceRecord }) => ResourceRecord ?? []);
  return records.map(({ Name = '', Value = '' }) => `CNAME ${plain(Name)} → ${plain(Value)}`);
}

/** Most forms for records want names without the dot at the end. */
const plain = (name: string): string => name.replace(/\.$/, '');
