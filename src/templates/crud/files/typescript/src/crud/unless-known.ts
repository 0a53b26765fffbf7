/** Answers to clients that have kept an earlier one. */
import type { Reply, Request } from '../api/request.ts';

/** 304 without a body where If-None-Match names the reply's ETag; tags are compared weakly (RFC 9110 §13.1.2). */
export function unlessKnown({ headers }: Request, reply: Reply): Reply {
  const known = headers['if-none-match'];
  const tag = reply.headers?.etag;
  if (typeof known !== 'string' || tag === undefined) return reply;
  const tags = known.split(',').map((each) => each.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(tag) ? { status: 304, headers: reply.headers! } : reply;
}
