/** ListCertificates: by default only certificates with an RSA key of 2,048 bits (API reference, `Includes`). */
import { AwsError } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import { pagesOf } from '../../cloud/page.ts';
import type { CertificateSummary } from '../../models/acm.ts';
import { certificateStatus, certificatesOf, readCertificate } from '../../state/certificates.ts';
import { usersOf } from './find-certificate.ts';
import { operation } from './operation.ts';

const page = pagesOf(() => new AwsError('ValidationException', 'The NextToken is not valid.'));

const DEFAULT_KEYS = ['RSA_1024', 'RSA_2048'];

export const listCertificates = operation('ListCertificates', (input, context) => {
  refuseMembers('ListCertificates', input, ['SortBy', 'SortOrder', 'CertificateKeyPairOrigins', 'RootHierarchyTypes']);
  const { CertificateStatuses, Includes = {}, MaxItems = 1000, NextToken } = input;
  refuseMembers('ListCertificates', Includes, ['extendedKeyUsage', 'keyUsage', 'exportOption', 'managedBy']);
  const keys: readonly string[] = Includes.keyTypes ?? DEFAULT_KEYS;
  const all = certificatesOf(context.cloud, context)
    .keys()
    .flatMap((arn): CertificateSummary[] => {
      const certificate = readCertificate(context.cloud, context, arn);
      if (!certificate || !keys.includes(certificate.keyAlgorithm)) return [];
      const status = certificateStatus(context.cloud, context, certificate);
      if (CertificateStatuses && !CertificateStatuses.includes(status)) return [];
      return [
        {
          CertificateArn: arn,
          DomainName: certificate.domainName,
          SubjectAlternativeNameSummaries: [...certificate.names],
          HasAdditionalSubjectAlternativeNames: false,
          Status: status,
          Type: 'AMAZON_ISSUED',
          KeyAlgorithm: certificate.keyAlgorithm as NonNullable<CertificateSummary['KeyAlgorithm']>,
          InUse: usersOf(arn, context).length > 0,
          CreatedAt: new Date(certificate.requestedAt),
        },
      ];
    });
  const { items, next } = page(all, MaxItems, NextToken);
  return { CertificateSummaryList: items, NextToken: next };
});
