/**
 * Compresses responses (Developer Guide, "Receive an API response with a compressed payload"), only if a supported
 * coding is the one that the client prefers, and only if the body is not encoded already.
 */
import { promisify } from 'node:util';
import { deflate, gzip } from 'node:zlib';
import type { ClientResponse } from '../client-response.ts';
import type { Invocation } from '../invocation.ts';
import { headerValue } from './request-headers.ts';
import { withHeader } from './response-headers.ts';

const CODINGS: Readonly<Record<string, (body: Buffer | string) => Promise<Buffer>>> = {
  gzip: promisify<Buffer | string, Buffer>(gzip),
  deflate: promisify<Buffer | string, Buffer>(deflate),
};

/** `minimum` is the size of the body in bytes before compression. */
export async function compressResponse(
  invocation: Invocation,
  answer: ClientResponse,
  minimum: number,
): Promise<ClientResponse> {
  if (answer.headers.has('content-encoding') || Buffer.byteLength(answer.body) < minimum) return answer;
  const coding = preferredCoding(headerValue(invocation.headers, 'accept-encoding') ?? '');
  const compress = CODINGS[coding];
  if (compress === undefined || answer.body.length === 0) return answer;
  const headers = withHeader(answer.headers, 'Content-Encoding', coding);
  return { ...answer, headers, body: await compress(answer.body) };
}

/**
 * Returns the coding with the highest quality, the first of equals: "the highest-priority content encoding must be one
 * supported by API Gateway" (Developer Guide, "Enable payload compression"). Returns an empty string if there is none.
 */
function preferredCoding(header: string): string {
  let best = { coding: '', quality: 0 };
  for (const entry of header.toLowerCase().split(',')) {
    const [coding = '', ...parameters] = entry.split(';').map((part) => part.trim());
    const given = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    const quality = given === undefined ? 1 : Number(given);
    if (coding !== '' && quality > best.quality) best = { coding, quality };
  }
  return Object.hasOwn(CODINGS, best.coding) ? best.coding : '';
}
