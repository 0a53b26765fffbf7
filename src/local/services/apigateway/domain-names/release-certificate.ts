/** A certificate counts as in use for a while after its domain is gone or has another one. */
import type { OperationContext } from '../../../cloud/operation.ts';
import type { DomainName } from '../../../state/apis/model.ts';

export function releaseCertificate(
  { certificateArn, regionalCertificateArn }: Pick<DomainName, 'certificateArn' | 'regionalCertificateArn'>,
  { cloud, account }: OperationContext,
): void {
  for (const arn of [certificateArn, regionalCertificateArn]) {
    if (arn !== undefined)
      cloud.transitions.begin({ account, region: arn.split(':')[3] ?? '' }, 'certificateReleased', arn);
  }
}
