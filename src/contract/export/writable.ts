/**
 * Decides which texts of a contract can be part of a request. The contract may come from another author: its texts may
 * contain line breaks, which would begin another header or request, and characters that are invalid in a request. Pure.
 */
import type { PlannedBody } from '../testing/case.ts';
import { fitsHeader, urlValue, wellFormed } from '../testing/wire.ts';

/** A type and its parameters as in RFC 9110, section 8.3.1, with quoted values that contain no escapes. */
const MEDIA_TYPE = /^[\w.+!#$&^*-]+\/[\w.+!#$&^*-]+(\s*;\s*[\w-]+=([\w.+:/-]+|"[\w .+:/-]*"))*$/;
const HEADER_NAME = /^[A-Za-z0-9][\w.-]*$/;
/**
 * The client writes these headers itself. A value from the contract would change how the rest of the request is read.
 */
const OF_THE_CLIENT = /^(host|content-length|transfer-encoding|connection|keep-alive|te|trailer|upgrade|expect)$/i;

export const isWritableHeader = (name: string, value: string): boolean =>
  HEADER_NAME.test(name) && !OF_THE_CLIENT.test(name) && (value === '' || fitsHeader(value));

export const isWritableBody = ({ type, text }: PlannedBody): boolean => MEDIA_TYPE.test(type) && !hasControls(text);

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
const hasControls = (text: string) => /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text);

/** Returns a literal part of a path, with the characters that a URL does not allow percent-encoded. */
export const urlSegment = (text: string): string =>
  wellFormed(text).replace(/%(?![\da-f]{2})|[^\w.~!$&'()*+,;=:@%-]/giu, urlValue);

/**
 * Returns the text on one line that begins with a letter or digit, without the characters that control a terminal or an
 * editor.
 */
export function comment(text: string): string {
  return wellFormed(text)
    .replace(/[\p{C}\p{Z}\s]+/gu, ' ')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .trim();
}

/**
 * Returns the address of a server in the contract, in the only form that is written into a file, or `undefined` if it
 * is not a plain web address. Variables in it get their defaults.
 */
export function serverAddress(url: string): string | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username !== '' || parsed.password !== '')
    return undefined;
  if (!/^([\w-]+(\.[\w-]+)*\.?|\[[\da-f:.]+\])$/i.test(parsed.hostname)) return undefined;
  const path = parsed.pathname.split('/').map(urlSegment).join('/');
  return `${parsed.origin}${path}`.replace(/\/+$/, '');
}
