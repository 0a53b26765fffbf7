/** Responses to clients that have cached an earlier one. */
import type { Reply, Request } from '../api/request.ts';

/**
 * Returns a 304 without a body if If-None-Match contains the reply's ETag. The comparison is weak (RFC 9110 §13.1.2).
 */
export function unlessKnown({ headers }: Request, reply: Reply): Reply {
  const known = headers['if-none-match'];
  const tag = reply.headers?.etag;
  if (typeof known !== 'string' || tag === undefined) return reply;
  const tags = known.split(',').map((each) => each.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(tag) ? { status: 304, headers: reply.headers! } : reply;
}
