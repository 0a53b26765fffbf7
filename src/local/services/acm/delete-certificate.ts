/** DeleteCertificate: a certificate that was in use until a moment ago still counts as in use. */
import { AwsError } from '../../cloud/aws-error.ts';
import { certificatesOf } from '../../state/certificates.ts';
import { findCertificate, usersOf } from './find-certificate.ts';
import { operation } from './operation.ts';

export const deleteCertificate = operation('DeleteCertificate', ({ CertificateArn }, context) => {
  findCertificate(CertificateArn, context);
  const isReleasing = context.cloud.transitions.pending(context, 'certificateReleased', CertificateArn);
  if (isReleasing || usersOf(CertificateArn, context).length > 0) {
    const words = `Certificate ${CertificateArn} in account ${context.account} is in use.`;
    throw new AwsError('ResourceInUseException', words);
  }
  certificatesOf(context.cloud, context).delete(CertificateArn);
});
