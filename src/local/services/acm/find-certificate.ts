/** Finds a certificate by its ARN, and what uses it. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { DomainName } from '../../state/apis/model.ts';
import { type Certificate, readCertificate } from '../../state/certificates.ts';

/** Throws ResourceNotFoundException. */
export function findCertificate(arn: string, context: OperationContext): Certificate {
  const found = readCertificate(context.cloud, context, arn);
  if (found) return found;
  const words = `Could not find certificate ${arn}.`;
  throw new AwsError('ResourceNotFoundException', words);
}

/** The ARNs of the custom domains that use the certificate, in every region: edge-optimized ones are in any. */
export function usersOf(arn: string, { cloud, account }: OperationContext): string[] {
  return cloud.regions().flatMap((region) =>
    cloud
      .collection<DomainName>({ account, region }, 'apigateway.domainNames')
      .values()
      .filter(({ certificateArn, regionalCertificateArn }) => [certificateArn, regionalCertificateArn].includes(arn))
      .map(({ domainName }) => `arn:aws:apigateway:${region}::/domainnames/${domainName}`),
  );
}
