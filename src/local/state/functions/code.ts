/** Reads the code of a request: only a zip in the request itself, within Lambda's limits. It is stored as a blob. */
import { notImplemented } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { FunctionCode as FunctionCodeInput } from '../../models/lambda.ts';
import type { Store } from '../../storage/store.ts';
import { invalidParameter, tooLarge } from './errors.ts';
import type { FunctionCode } from './model.ts';
import { readZip, ZipError } from './zip-archive.ts';

/** Lambda quotas: "Deployment package (.zip file archive) size". */
const MAX_ZIPPED = 52_428_800;
export const MAX_UNZIPPED = 262_144_000;
/** bytes (LocalStack, `test_oversized_request_create_lambda`) */
const MAX_REQUEST = 70_167_211;

/**
 * Returns the checked bytes of the zip. UpdateFunctionCode has the members of `Code` at the top. Throws
 * NotImplementedException for S3 and images, RequestEntityTooLargeException, InvalidParameterValueException.
 */
export function readCode(
  input: FunctionCodeInput,
  operation: string,
  { http }: Pick<OperationContext, 'http'>,
): Buffer {
  if (input.ImageUri) throw notImplemented('Code.ImageUri (container images)');
  if (input.S3Bucket || input.S3Key) throw notImplemented('Code.S3Bucket (code in S3); send the zip as Code.ZipFile');
  if (input.SourceKMSKeyArn) throw notImplemented('Code.SourceKMSKeyArn');
  if (input.ZipFile === undefined) {
    throw invalidParameter('Please provide a source for your Lambda function code.');
  }
  const zip = Buffer.from(input.ZipFile, 'base64');
  if (zip.length === 0) throw invalidParameter('Uploaded file must be a non-empty zip');
  if (zip.length > MAX_ZIPPED) throw tooLarge(`Zipped size must be smaller than ${MAX_ZIPPED} bytes`);
  if (http.body.length > MAX_REQUEST) {
    throw tooLarge(`Request must be smaller than ${MAX_REQUEST} bytes for the ${operation} operation`);
  }
  if (unzippedSize(zip) > MAX_UNZIPPED) {
    throw invalidParameter(`Unzipped size must be smaller than ${MAX_UNZIPPED} bytes`);
  }
  return zip;
}

/** Stores the zip under its hash. */
export function storeCode(store: Store, zip: Buffer, architecture: FunctionCode['architecture']): FunctionCode {
  return { blob: store.putBlob(zip), size: zip.length, architecture };
}

/** Returns the SHA-256 of the zip in base64, as in `CodeSha256`. */
export const codeSha256 = ({ blob }: Pick<FunctionCode, 'blob'>): string => Buffer.from(blob, 'hex').toString('base64');

/** Names the zip by its hash on the cloud itself; unlike S3's address it is not a download link. */
export const codeLocation = (
  { cloud }: Pick<OperationContext, 'cloud'>,
  { blob }: Pick<FunctionCode, 'blob'>,
): string => `${cloud.endpoint()}/_apikit/code/${blob}`;

/** Throws InvalidParameterValueException for a zip that is damaged or empty. */
export function unzippedSize(zip: Buffer): number {
  try {
    const entries = readZip(zip);
    if (entries.length === 0) throw invalidParameter('Uploaded file must be a non-empty zip');
    return entries.reduce((sum, entry) => sum + entry.size, 0);
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    throw invalidParameter('Could not unzip uploaded file. Please check your file, then try to upload again.');
  }
}
