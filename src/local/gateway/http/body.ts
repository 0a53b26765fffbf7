/** Reads request bodies up to the gateway's limit. */
import type { IncomingMessage } from 'node:http';
import type { RequestHeaders } from './request-headers.ts';

/** API Gateway's payload quota in bytes (docs/aws/quotas.md); it cannot be raised. */
export const MAX_BODY = 10_485_760;

const EMPTY = Buffer.alloc(0);

/**
 * Resolves to the whole body; empty if the request announces none, `too-large` above the limit. A request above the
 * limit is still read to its end, because a client that is still writing would see a broken connection instead of the
 * response. Rejects if the client disconnects.
 */
export function readBody(request: IncomingMessage, headers: RequestHeaders): Promise<Buffer | 'too-large'> | Buffer {
  if (!headers.has('content-length') && !headers.has('transfer-encoding')) return EMPTY;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= MAX_BODY) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on('end', () => {
      if (length > MAX_BODY) resolve('too-large');
      else resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
    });
    request.on('error', reject);
    request.on('close', () => reject(new Error('the client closed the connection while sending its request')));
  });
}
