/** HTTP/1.1 responses of the Runtime API. They stay text if possible, which saves a copy or two of each event. */
import { STATUS_CODES } from 'node:http';

const ASCII = /^[\0-\x7f]*$/;

/**
 * Returns head and body in one piece: text to be sent as UTF-8, or bytes. The caller ensures that header values have no
 * control characters and nothing beyond Latin-1.
 */
export function answerText(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array | string,
): string | Buffer {
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n`;
  for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
  head += `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  if (typeof body === 'string' && ASCII.test(head)) return head + body;
  return Buffer.concat([Buffer.from(head, 'latin1'), typeof body === 'string' ? Buffer.from(body) : body]);
}
