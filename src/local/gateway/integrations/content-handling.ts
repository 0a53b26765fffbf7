/**
 * Conversion between text and binary: both tables of the Developer Guide's "Content type conversions in API Gateway".
 */
import type { Integration } from '../../state/apis/model.ts';
import { configurationError } from '../gateway-error.ts';
import { isBinary, mediaTypeOf } from '../http/media-type.ts';
import { headerValue, type RequestHeaders } from '../http/request-headers.ts';

type Handling = Integration['contentHandling'];

/** Templates work only on text. */
export type Payload = string | Buffer;

const JSON_TYPE = 'application/json';

/** Whether the value of a header, `application/json` by default, is among the API's binary media types. */
function isBinaryHere(headers: RequestHeaders, name: string, binaryMediaTypes: readonly string[]): boolean {
  return isBinary(mediaTypeOf(headerValue(headers, name)) ?? JSON_TYPE, binaryMediaTypes);
}

/** Returns the request's body for the integration. Throws `GatewayError` for text that should be Base64 but is not. */
export function requestPayload(
  body: Buffer,
  headers: RequestHeaders,
  binaryMediaTypes: readonly string[],
  handling: Handling,
): Payload {
  if (isBinaryHere(headers, 'content-type', binaryMediaTypes)) {
    return handling === 'CONVERT_TO_TEXT' ? body.toString('base64') : body;
  }
  return handling === 'CONVERT_TO_BINARY' ? decodeBase64(body.toString('utf8')) : body.toString('utf8');
}

/**
 * Returns the integration's body for the client; it depends on what the client accepts and on the integration's content
 * type.
 */
export function responsePayload(
  body: Payload,
  integrationType: string | undefined,
  headers: RequestHeaders,
  binaryMediaTypes: readonly string[],
  handling: Handling,
): Payload {
  const binary = integrationType !== undefined && isBinary(mediaTypeOf(integrationType), binaryMediaTypes);
  if (handling === 'CONVERT_TO_BINARY') return binary ? toBytes(body) : decodeBase64(toText(body));
  if (handling === 'CONVERT_TO_TEXT') return binary ? toBytes(body).toString('base64') : toText(body);
  const wantsBinary = isBinaryHere(headers, 'accept', binaryMediaTypes);
  if (binary) return wantsBinary ? toBytes(body) : toBytes(body).toString('base64');
  return wantsBinary ? decodeBase64(toText(body)) : toText(body);
}

const toText = (payload: Payload): string => (typeof payload === 'string' ? payload : payload.toString('utf8'));
const toBytes = (payload: Payload): Buffer => (typeof payload === 'string' ? Buffer.from(payload) : payload);

/** Base64 text from a function is a JSON string, in quotes. */
function decodeBase64(text: string): Buffer {
  const bare = text.trim().replace(/^"(.*)"$/s, '$1');
  if (!/^[A-Za-z0-9+/\s]*={0,2}$/.test(bare)) throw configurationError('Unable to base64 decode the body.');
  return Buffer.from(bare, 'base64');
}
