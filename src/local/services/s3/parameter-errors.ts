/**
 * The errors of S3 for headers and query parameters that break the model, by their paths in the model. LocalStack's
 * tests recorded them on AWS (docs/aws/s3.md). The other parameters get the words of AWS's framework.
 */
import { AwsError } from '../../cloud/aws-error.ts';
import { invalidArgument, invalidRequest } from './errors.ts';

export const PARAMETER_ERRORS: Readonly<Record<string, (value: string) => AwsError>> = {
  aCL: (value) => invalidArgument('', 'x-amz-acl', value),
  checksumAlgorithm: () =>
    invalidRequest(
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    ),
  copySource: () => invalidArgument('Invalid copy source object key', 'x-amz-copy-source', 'x-amz-copy-source'),
  encodingType: (value) => invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', value),
  objectLockMode: (value) => invalidArgument('Unknown wormMode directive.', 'x-amz-object-lock-mode', value),
  objectOwnership: (value) =>
    new AwsError('InvalidArgument', `Invalid x-amz-object-ownership header: ${value}`, {
      members: { ArgumentName: 'x-amz-object-ownership' },
    }),
  storageClass: (value) =>
    new AwsError('InvalidStorageClass', 'The storage class you specified is not valid', {
      members: { StorageClassRequested: value },
    }),
  transitionDefaultMinimumObjectSize: (value) =>
    invalidRequest(`Invalid TransitionDefaultMinimumObjectSize found: ${value}`),
};
