/** Media types in the form that the gateway compares. */

/** `Application/JSON; charset=utf-8` → `application/json`; for a list (Accept), returns the first. */
export function mediaTypeOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const first = header.split(/[,;]/, 1)[0]!.trim().toLowerCase();
  return first === '' ? undefined : first;
}

/**
 * Whether `binaryMediaTypes` covers a media type. `image/png`, `image/*` and `*\/*` work; a wildcard only on the left
 * does not, and neither does a text that is not a media type (recorded: test_aws_proxy_binary_response).
 */
export function isBinary(mediaType: string | undefined, binaryMediaTypes: readonly string[]): boolean {
  const slash = mediaType?.indexOf('/') ?? -1;
  if (mediaType === undefined || slash < 0) return false;
  const anySubtype = `${mediaType.slice(0, slash)}/*`;
  return binaryMediaTypes.some(
    (type) => type === '*/*' || (!type.startsWith('*') && (type === anySubtype || type === mediaType)),
  );
}
