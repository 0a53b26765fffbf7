/** Compares the hashes of a received body with those that the client sent. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { HttpRequest, ReceivedContent } from '../../cloud/operation.ts';
import { CHECKSUM_MEMBERS } from './checksums.ts';
import { invalidRequest } from './errors.ts';

/** Throws BadDigest, InvalidDigest, XAmzContentSHA256Mismatch or IncompleteBody. */
export function checkDigests({ headers }: HttpRequest, content: ReceivedContent): void {
  const header = (name: string) => (headers[name] === undefined ? undefined : String(headers[name]));
  const decoded = header('x-amz-decoded-content-length');
  if (decoded !== undefined && Number(decoded) !== content.size) {
    throw new AwsError(
      'IncompleteBody',
      'You did not provide the number of bytes specified by the Content-Length HTTP header',
    );
  }
  const hash = header('x-amz-content-sha256');
  if (content.sha256 !== undefined && hash !== content.sha256) {
    throw new AwsError(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      { members: { ClientComputedContentSHA256: hash, S3ComputedContentSHA256: content.sha256 } },
    );
  }
  checkMd5(header('content-md5'), content.md5);
  for (const [algorithm, sent] of Object.entries(content.sent)) {
    const computed = content.checksums[algorithm];
    if (computed === undefined) throw invalidRequest('Value for x-amz-trailer header is invalid.');
    if (sent !== computed) {
      if (Buffer.from(sent, 'base64').length !== Buffer.from(computed, 'base64').length) {
        throw invalidRequest(`Value for x-amz-checksum-${algorithm.toLowerCase()} header is invalid.`);
      }
      throw new AwsError('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
    }
  }
}

function checkMd5(sent: string | undefined, computed: string): void {
  if (sent === undefined) return;
  const bytes = Buffer.from(sent, 'base64');
  if (bytes.length !== 16) throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  if (bytes.toString('hex') !== computed) {
    throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.', {
      members: { ExpectedDigest: sent, CalculatedDigest: Buffer.from(computed, 'hex').toString('base64') },
    });
  }
}

/** The members of a response that repeat checksums. */
export const checksumMembers = (checksums: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(CHECKSUM_MEMBERS).flatMap(([algorithm, member]) => {
      const value = checksums[algorithm];
      return value === undefined ? [] : [[member, value]];
    }),
  );
