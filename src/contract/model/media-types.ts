/** What API Gateway takes for bytes. Pure. */

const TEXT =
  /^(text\/|application\/([^;]+\+)?(json|xml|yaml|x-www-form-urlencoded|javascript|graphql|x-ndjson|ld\+json)\b)/i;

/** `type/subtype`, as RFC 9110, section 8.3.1 has it, or a range of them; parameters may follow. */
export function isMediaType(key: string): boolean {
  return /^(\*|[\w.+!#$&^-]+)\/(\*|[\w.+!#$&^-]+)\s*(;.*)?$/.test(key);
}

/** Whether a content type needs to be among the API's binary media types to survive (docs/aws/data-plane.md). */
export function isBinary(contentType: string): boolean {
  return isMediaType(contentType) && !contentType.startsWith('*') && !TEXT.test(contentType);
}
