/** What API Gateway takes for bytes. Pure. */

const TEXT =
  /^(text\/|application\/([^;]+\+)?(json|xml|yaml|x-www-form-urlencoded|javascript|graphql|x-ndjson|ld\+json)\b)/i;

/** Whether a content type needs to be among the API's binary media types to survive (docs/aws/data-plane.md). */
export function isBinary(contentType: string): boolean {
  return !contentType.startsWith('*') && !TEXT.test(contentType);
}
