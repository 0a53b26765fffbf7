/** Errors of S3 in AWS's words (API Reference, "Error responses"). */
import { AwsError } from '../../cloud/aws-error.ts';

export const malformedXml = (): AwsError =>
  new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

export const missingBody = (): AwsError => new AwsError('MissingRequestBodyError', 'Request Body is empty');

export const noSuchBucket = (BucketName: string): AwsError =>
  new AwsError('NoSuchBucket', 'The specified bucket does not exist', { status: 404, members: { BucketName } });

export const noSuchKey = (Key: string): AwsError =>
  new AwsError('NoSuchKey', 'The specified key does not exist.', { status: 404, members: { Key } });

/** A HEAD has no body, so clients see only the status. */
export const notFound = (): AwsError => new AwsError('NotFound', 'Not Found', { status: 404 });

export const noSuchVersion = (Key: string, VersionId: string): AwsError =>
  new AwsError('NoSuchVersion', 'The specified version does not exist.', { status: 404, members: { Key, VersionId } });

export const noSuchUpload = (UploadId: string): AwsError =>
  new AwsError(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { status: 404, members: { UploadId } },
  );

export const invalidArgument = (message: string, ArgumentName: string, ArgumentValue: string): AwsError =>
  new AwsError('InvalidArgument', message, { members: { ArgumentName, ArgumentValue } });

export const invalidRequest = (message: string): AwsError => new AwsError('InvalidRequest', message);

export const unknownKey = (AWSAccessKeyId: string): AwsError =>
  new AwsError('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', {
    status: 403,
    members: { AWSAccessKeyId },
  });

export const expiredToken = (): AwsError => new AwsError('ExpiredToken', 'The provided token has expired.');

export const invalidToken = (): AwsError =>
  new AwsError('InvalidToken', 'The provided token is malformed or otherwise invalid.');

export const wrongSignature = (members: {
  readonly AWSAccessKeyId: string;
  readonly StringToSign?: string;
}): AwsError =>
  new AwsError(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    { status: 403, members },
  );

export const accessDenied = (message = 'Access Denied'): AwsError =>
  new AwsError('AccessDenied', message, { status: 403 });
