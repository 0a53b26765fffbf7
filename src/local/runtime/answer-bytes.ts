/** An HTTP/1.1 answer as bytes, head and body in one piece. */
import { STATUS_CODES } from 'node:http';

/** Values of headers hold no control characters and nothing beyond Latin-1: the caller sees to it. */
export function answerBytes(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): Buffer<ArrayBuffer> {
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n`;
  for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
  head += `Content-Length: ${body.length}\r\n\r\n`;
  const bytes = Buffer.allocUnsafe(head.length + body.length);
  bytes.write(head, 'latin1');
  bytes.set(body, head.length);
  return bytes;
}
