/** JSON pointers in API Gateway's patch paths: `/` in a segment is `~1`, `~` is `~0` (RFC 6901). */

/** Returns the segments of `/a/b`, still escaped; `undefined` if the path does not start with `/`. */
export function splitPointer(path: string): string[] | undefined {
  return path.startsWith('/') ? path.slice(1).split('/') : undefined;
}

export const escapeSegment = (segment: string): string => segment.replaceAll('~', '~0').replaceAll('/', '~1');

/** Replaces `~1` before `~0`, so that `~01` becomes `~1`. */
export const unescapeSegment = (segment: string): string => segment.replaceAll('~1', '/').replaceAll('~0', '~');
