/**
 * Decides which bodies reach a function as text with payload version 2.0. All others are base64
 * (docs/aws/function-urls.md).
 */
import { mediaTypeOf } from './media-type.ts';

const TEXT = /^(?:text\/.*|application\/(?:.*\+)?(?:json|xml)|application\/(?:javascript|x-www-form-urlencoded))$/;

/** A body without a media type is binary. */
export function isBinaryBody(contentType: string | undefined): boolean {
  const media = mediaTypeOf(contentType);
  return media === undefined || !TEXT.test(media);
}
