/** RequestCertificate: the same token requests the same certificate for an hour. */
import { createHash } from 'node:crypto';
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { type Certificate, certificatesOf, type ValidationRecord } from '../../state/certificates.ts';
import { operation } from './operation.ts';
import { checkTags } from './tags.ts';

/** "an idempotency token times out after one hour" (API reference of RequestCertificate). Milliseconds. */
const TOKEN_LIVES = 3_600_000;
/** The first name becomes the common name (API reference of RequestCertificate, `DomainName`). */
const MOST_CHARACTERS = 64;
/** "Each certificate contains 10 domain names by default" (ACM User Guide, Quotas). */
const MOST_NAMES = 10;

export const requestCertificate = operation('RequestCertificate', (input, context) => {
  refuseMembers('RequestCertificate', input, ['CertificateAuthorityArn', 'DomainValidationOptions', 'ManagedBy']);
  refuseMembers('RequestCertificate', input, ['CertificateUsage', 'RootHierarchyType']);
  const { ValidationMethod = 'EMAIL', SubjectAlternativeNames = [], IdempotencyToken, Tags = [] } = input;
  if (ValidationMethod !== 'DNS') throw notImplemented(`RequestCertificate with ValidationMethod ${ValidationMethod}`);
  const { cloud } = context;
  const domainName = input.DomainName.toLowerCase();
  const names = [...new Set([domainName, ...SubjectAlternativeNames.map((name) => name.toLowerCase())])];
  if (domainName.length > MOST_CHARACTERS) {
    throw new AwsError('InvalidParameterException', 'The first domain name can be no more than 64 characters.');
  }
  if (names.length > MOST_NAMES) {
    throw new AwsError('LimitExceededException', `A certificate can have at most ${MOST_NAMES} domain names.`);
  }
  const tags = checkTags(Tags);
  const certificates = certificatesOf(cloud, context);
  const same = certificates
    .values()
    .find(
      (one) =>
        IdempotencyToken !== undefined &&
        one.idempotencyToken === IdempotencyToken &&
        String(one.names) === String(names) &&
        cloud.clock.now() - one.requestedAt < TOKEN_LIVES,
    );
  if (same) return { CertificateArn: same.arn };
  const certificate: Certificate = {
    arn: `arn:aws:acm:${context.region}:${context.account}:certificate/${cloud.ids.uuid()}`,
    domainName,
    names,
    keyAlgorithm: input.KeyAlgorithm ?? 'RSA_2048',
    ...(IdempotencyToken !== undefined && { idempotencyToken: IdempotencyToken }),
    requestedAt: cloud.clock.now(),
    records: names.map((name) => recordFor(name, context)),
    tags,
  };
  cloud.transitions.begin(context, 'certificateRecord', certificate.arn);
  certificates.put(certificate.arn, certificate);
  return { CertificateArn: certificate.arn };
});

/** An account has one record for each domain and all its certificates (ACM User Guide, DNS validation). */
function recordFor(domainName: string, { account }: OperationContext): ValidationRecord {
  const base = domainName.replace(/^\*\./, '');
  const digest = (text: string) => createHash('md5').update(`${account} ${text} ${base}`).digest('hex');
  return {
    domainName,
    name: `_${digest('name')}.${base}.`,
    value: `_${digest('value')}.${digest('zone').slice(0, 10)}.acm-validations.aws.`,
  };
}
