/** Reads request bodies up to the gateway's limit. */
import type { IncomingMessage } from 'node:http';

/** API Gateway's payload quota in bytes (aws-facts §1); not raisable. */
export const MAX_BODY = 10_485_760;

const EMPTY = Buffer.alloc(0);

/**
 * The whole body; empty when the request announces none; `too-large` above the limit, with the rest of the request
 * thrown away so that the client can read the answer. Rejects when the client goes away.
 */
export function readBody(request: IncomingMessage): Promise<Buffer | 'too-large'> | Buffer | 'too-large' {
  const announced = request.headers['content-length'];
  if (announced === undefined && request.headers['transfer-encoding'] === undefined) return EMPTY;
  if (Number(announced) > MAX_BODY) {
    request.resume();
    return 'too-large';
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= MAX_BODY) chunks.push(chunk);
      else {
        chunks.length = 0;
        resolve('too-large');
      }
    });
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('close', () => reject(new Error('the client closed the connection while sending its request')));
  });
}
