/**
 * What of a contract can be written into a request at all. A contract is somebody else's file: its texts may hold line
 * breaks, which would begin another header or request, and characters that no request has. Pure.
 */
import type { PlannedBody } from '../testing/case.ts';
import { fitsHeader, urlValue, wellFormed } from '../testing/wire.ts';

/** A type and its parameters, as RFC 9110, section 8.3.1 writes them; quoted values without escapes. */
const MEDIA_TYPE = /^[\w.+!#$&^*-]+\/[\w.+!#$&^*-]+(\s*;\s*[\w-]+=([\w.+:/-]+|"[\w .+:/-]*"))*$/;
const HEADER_NAME = /^[A-Za-z0-9][\w.-]*$/;
/** The client writes these itself; a value of the contract's would make another request of what follows. */
const OF_THE_CLIENT = /^(host|content-length|transfer-encoding|connection|keep-alive|te|trailer|upgrade|expect)$/i;

export const isWritableHeader = (name: string, value: string): boolean =>
  HEADER_NAME.test(name) && !OF_THE_CLIENT.test(name) && (value === '' || fitsHeader(value));

export const isWritableBody = ({ type, text }: PlannedBody): boolean => MEDIA_TYPE.test(type) && !hasControls(text);

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
const hasControls = (text: string) => /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text);

/** A literal part of a path as it is sent: what a URL has no place for is percent-encoded. */
export const urlSegment = (text: string): string =>
  wellFormed(text).replace(/%(?![\da-f]{2})|[^\w.~!$&'()*+,;=:@%-]/giu, urlValue);

/** On one line, without what a terminal or an editor obeys, and beginning with a letter or digit. */
export function comment(text: string): string {
  return wellFormed(text)
    .replace(/[\p{C}\p{Z}\s]+/gu, ' ')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .trim();
}

/**
 * The address of a server that a contract names, in the only form in which it goes into a file; `undefined` for one
 * that is no plain address of the web. Variables in it have their defaults.
 */
export function serverAddress(url: string): string | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username !== '' || parsed.password !== '')
    return undefined;
  if (!/^([\w-]+(\.[\w-]+)*\.?|\[[\da-f:.]+\])$/i.test(parsed.hostname)) return undefined;
  const path = parsed.pathname.split('/').map(urlSegment).join('/');
  return `${parsed.origin}${path}`.replace(/\/+$/, '');
}
