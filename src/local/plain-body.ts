/**
 * Requests that come compressed. CloudWatch's PutMetricData alone takes them (`requestCompression` in its model: gzip), and the
 * SDKs compress every one of 10 KB and more.
 */
import { gunzipSync } from 'node:zlib';
import type { HttpRequest } from './operation.ts';

/** Bytes of what was compressed; AWS takes 1 MB of PutMetricData. */
const MOST = 10_000_000;

/** The request without its compression; what cannot be read stays as it is, and is no request then. */
export function withPlainBody(http: HttpRequest, service: string | undefined): HttpRequest {
  if (http.headers['content-encoding'] !== 'gzip' || service !== 'monitoring') return http;
  try {
    return { ...http, body: gunzipSync(http.body, { maxOutputLength: MOST }) };
  } catch {
    return http;
  }
}
