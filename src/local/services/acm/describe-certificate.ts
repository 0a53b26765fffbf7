/** DescribeCertificate: the record that validates the certificate appears some seconds after the request. */
import type { CertificateDetail } from '../../models/acm.ts';
import { certificateStatus, hasRecord, validityOf } from '../../state/certificates.ts';
import { findCertificate, usersOf } from './find-certificate.ts';
import { operation } from './operation.ts';

export const describeCertificate = operation('DescribeCertificate', ({ CertificateArn }, context) => {
  const { cloud } = context;
  const certificate = findCertificate(CertificateArn, context);
  const status = certificateStatus(cloud, context, certificate);
  const { validatedAt } = certificate;
  const isIssued = validatedAt !== undefined && status !== 'PENDING_VALIDATION';
  const validity = isIssued ? validityOf(certificate, validatedAt) : undefined;
  const users = usersOf(CertificateArn, context);
  const detail: CertificateDetail = {
    CertificateArn,
    DomainName: certificate.domainName,
    SubjectAlternativeNames: [...certificate.names],
    DomainValidationOptions: certificate.records.map(({ domainName, name, value }) => ({
      DomainName: domainName,
      ValidationDomain: domainName,
      ValidationStatus: isIssued ? 'SUCCESS' : status === 'PENDING_VALIDATION' ? 'PENDING_VALIDATION' : 'FAILED',
      ...(hasRecord(cloud, context, certificate) && { ResourceRecord: { Name: name, Type: 'CNAME', Value: value } }),
      ValidationMethod: 'DNS',
    })),
    Subject: `CN=${certificate.domainName}`,
    Issuer: 'Amazon',
    CreatedAt: new Date(certificate.requestedAt),
    ...(validity && {
      IssuedAt: new Date(validity.notBefore),
      NotBefore: new Date(validity.notBefore),
      NotAfter: new Date(validity.notAfter),
    }),
    Status: status,
    KeyAlgorithm: certificate.keyAlgorithm as NonNullable<CertificateDetail['KeyAlgorithm']>,
    SignatureAlgorithm: 'SHA256WITHRSA',
    InUseBy: users,
    Type: 'AMAZON_ISSUED',
    RenewalEligibility: isIssued && users.length > 0 ? 'ELIGIBLE' : 'INELIGIBLE',
    Options: { CertificateTransparencyLoggingPreference: 'ENABLED' },
  };
  return { Certificate: detail };
});
