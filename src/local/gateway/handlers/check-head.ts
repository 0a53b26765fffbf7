/**
 * Rejects a request whose URL or headers are longer than API Gateway allows
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html):
 * 10,240 characters of URL for a regional API, and 10,240 bytes of headers, "including header names, values, any line
 * terminators, and whitespaces". As with a body above 10 MB, the response is plain text in the words of the HTTP server
 * in front (those for the headers are quoted in dailyidea/dailyidea.com---ARCHIVE#320). This server does not know the
 * API, so no gateway response changes it.
 */
import { plainRefusal } from '../http/plain-refusal.ts';
import type { Handler } from './handler.ts';

const MAX_BYTES = 10_240;

export const checkHead: Handler = ({ http, target }) => {
  if (target.rawPath.length > MAX_BYTES) return plainRefusal(414, `An HTTP line is larger than ${MAX_BYTES} bytes.`);
  // Each header is `name: value\r\n`; Node.js reads a byte of a header as a character.
  const headers = http.rawHeaders.reduce((sum, part) => sum + part.length + 2, 0);
  return headers > MAX_BYTES ? plainRefusal(431, `HTTP header is larger than ${MAX_BYTES} bytes.`) : undefined;
};
