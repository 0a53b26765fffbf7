/** Writes XML: texts, error documents and responses, for the protocols Query and REST-XML. */
import type { OperationContext } from '../cloud/operation.ts';
import type { WireResponse } from './wire.ts';

type Request = Pick<OperationContext, 'requestId'>;

/** The error document of every service but S3. */
export function errorDocument(
  { code, message, status }: { readonly code: string; readonly message: string; readonly status: number },
  namespace: string,
  { requestId }: Request,
): string {
  const fault = status >= 500 ? 'Receiver' : 'Sender';
  const error = `<Error><Type>${fault}</Type><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message></Error>`;
  return `<ErrorResponse xmlns="${namespace}">${error}<RequestId>${requestId}</RequestId></ErrorResponse>`;
}

export function respondXml(status: number, body: string, { requestId }: Request): WireResponse {
  const headers = { 'content-type': 'text/xml', 'x-amzn-requestid': requestId };
  return { status, headers, body: `${XML_DECLARATION}${body}` };
}

export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#xD;',
};

/**
 * Characters that XML 1.0 cannot hold, not even as a reference, become the replacement character:
 * https://www.w3.org/TR/xml/#charsets
 */
export const escapeXml = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"'\r]/g, (character) => ENTITIES[character]!);
