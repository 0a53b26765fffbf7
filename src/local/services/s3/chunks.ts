/**
 * Reads a body that a client sends in chunks, each with its size and maybe a signature, and headers after the last one
 * (`Content-Encoding: aws-chunked`; S3 API Reference, "Signature calculations: transferring payload in multiple
 * chunks"). SDKs send checksums like this, because they are known only after the body.
 */
import { AwsError } from '../../cloud/aws-error.ts';

/** The longest line between chunks; a signature has 64 characters. */
const LONGEST_LINE = 8192;

const incomplete = (): AwsError => new AwsError('IncompleteBody', 'The request body terminated unexpectedly');

/** Yields the bytes without their frames, and puts the headers after the body into `trailers`. */
export async function* readChunks(
  source: AsyncIterable<Buffer>,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  /** The bytes that the present chunk still has; -1: its size comes next; -2: its end of line comes next. */
  let left = -1;
  let isLast = false;
  for await (const received of source) {
    rest = rest.length === 0 ? received : Buffer.concat([rest, received]);
    while (rest.length > 0) {
      if (left > 0) {
        const data = rest.subarray(0, left);
        rest = rest.subarray(data.length);
        left -= data.length;
        yield data;
        if (left === 0) left = -2;
        continue;
      }
      const end = rest.indexOf('\r\n');
      if (end < 0) {
        if (rest.length > LONGEST_LINE) throw incomplete();
        break;
      }
      const line = rest.subarray(0, end).toString('latin1');
      rest = rest.subarray(end + 2);
      if (isLast) addTrailer(line, trailers);
      else if (left === -2) {
        if (line !== '') throw incomplete();
        left = -1;
      } else {
        left = sizeOf(line);
        isLast = left === 0;
      }
    }
  }
  if (!isLast) throw incomplete();
}

function sizeOf(line: string): number {
  const size = /^([\da-f]{1,12})(?:;|$)/i.exec(line)?.[1];
  if (size === undefined) throw incomplete();
  return Number.parseInt(size, 16);
}

function addTrailer(line: string, trailers: Map<string, string>): void {
  const colon = line.indexOf(':');
  if (colon > 0) trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
}
