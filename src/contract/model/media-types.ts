/** Decides which media types API Gateway handles as bytes. Pure. */

const TEXT =
  /^(text\/|application\/([^;]+\+)?(json|xml|yaml|x-www-form-urlencoded|javascript|graphql|x-ndjson|ld\+json)\b)/i;

/** Whether the key is `type/subtype`, as in RFC 9110, section 8.3.1, or a range of types. Parameters may follow. */
export function isMediaType(key: string): boolean {
  return /^(\*|[\w.+!#$&^-]+)\/(\*|[\w.+!#$&^-]+)\s*(;.*)?$/.test(key);
}

/** Whether the body is damaged unless the content type is a binary media type of the API (docs/aws/data-plane.md). */
export function isBinary(contentType: string): boolean {
  return isMediaType(contentType) && !contentType.startsWith('*') && !TEXT.test(contentType);
}
