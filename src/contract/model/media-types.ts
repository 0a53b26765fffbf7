/** Decides what a media type is: JSON, text or bytes. Pure. */

const TEXT =
  /^(text\/|application\/([^;]+\+)?(json|xml|yaml|x-www-form-urlencoded|javascript|graphql|x-ndjson|ld\+json)\b)/i;

/** Whether the key is `type/subtype`, as in RFC 9110, section 8.3.1, or a range of types. Parameters may follow. */
export function isMediaType(key: string): boolean {
  return /^(\*|[\w.+!#$&^-]+)\/(\*|[\w.+!#$&^-]+)\s*(;.*)?$/.test(key);
}

/** Returns the type in lower case, without its parameters: `application/json` for `application/JSON; charset=utf-8`. */
export function essenceOf(contentType: string): string {
  return contentType.split(';')[0]!.trim().toLowerCase();
}

/**
 * Whether a body of the type is one JSON text: `application/json`, or a type with the suffix `+json` (RFC 6839, section
 * 3.1). `application/json-seq` is a sequence of texts, and so another format.
 */
export function isJson(contentType: string): boolean {
  return /^application\/(.+\+)?json$/.test(essenceOf(contentType));
}

/** Whether the body is damaged unless the content type is a binary media type of the API (docs/aws/data-plane.md). */
export function isBinary(contentType: string): boolean {
  return isMediaType(contentType) && !contentType.startsWith('*') && !TEXT.test(contentType);
}
