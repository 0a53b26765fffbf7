/** Receives the body of an upload into a file, and computes its hashes on the way. */
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { CloudBase } from '../../cloud/cloud.ts';
import type { ReceivedContent } from '../../cloud/operation.ts';
import { algorithmOf, DIGESTS } from './checksums.ts';
import { readChunks } from './chunks.ts';
import { type NewContent, newContent } from './contents.ts';

/** A part of an object, or an object that is sent at once, has at most 5 GB. */
export const MAX_PART_BYTES = 5 * 1024 ** 3;

export interface Received extends ReceivedContent {
  /** Removes the file. */
  discard(): void;
}

/** Throws IncompleteBody. The file of a body with more than `most` bytes is not whole. */
export async function receive(
  cloud: CloudBase,
  headers: IncomingHttpHeaders,
  body: AsyncIterable<Buffer>,
  most = MAX_PART_BYTES,
): Promise<Received> {
  const trailers = new Map<string, string>();
  const isChunked = /^STREAMING-/.test(String(headers['x-amz-content-sha256'] ?? ''));
  const content = await newContent(cloud);
  try {
    const bytes = isChunked ? readChunks(body, trailers) : body;
    const computed = await store(content, bytes, algorithms(headers), needsHash(headers), most);
    const sent = [...Object.entries(headers), ...trailers].flatMap(([name, value]) => {
      const algorithm = algorithmOf(name);
      return algorithm === undefined ? [] : [[algorithm, String(value)]];
    });
    return { ...computed, file: content.file, sent: Object.fromEntries(sent), discard: content.remove };
  } catch (error) {
    await content.discard();
    throw error;
  }
}

async function store(
  content: NewContent,
  bytes: AsyncIterable<Buffer>,
  names: readonly string[],
  withHash: boolean,
  most: number,
): Promise<Pick<ReceivedContent, 'size' | 'md5' | 'sha256' | 'checksums'>> {
  const md5 = createHash('md5');
  const sha256 = withHash ? createHash('sha256') : undefined;
  const digests = names.map((name) => [name, DIGESTS[name]!()] as const);
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    // The rest of a body that is too large is read, and not stored.
    if (size > most) continue;
    md5.update(chunk);
    sha256?.update(chunk);
    for (const [, digest] of digests) digest.update(chunk);
    await content.write(chunk);
  }
  await content.finish();
  return {
    size,
    md5: md5.digest('hex'),
    ...(sha256 && { sha256: sha256.digest('hex') }),
    checksums: Object.fromEntries(digests.map(([name, digest]) => [name, digest.value()])),
  };
}

/** The algorithms that the request names, of those that are emulated. */
function algorithms(headers: IncomingHttpHeaders): string[] {
  const trailing = String(headers['x-amz-trailer'] ?? '').split(',');
  const named = [...Object.keys(headers), ...trailing].map((name) => algorithmOf(name.trim().toLowerCase()));
  return [...new Set(named)].filter((name) => name !== undefined && Object.hasOwn(DIGESTS, name)) as string[];
}

const needsHash = (headers: IncomingHttpHeaders): boolean =>
  /^[\da-f]{64}$/.test(String(headers['x-amz-content-sha256'] ?? ''));
