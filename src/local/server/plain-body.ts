/**
 * Decompresses compressed requests. Only CloudWatch's PutMetricData accepts them (`requestCompression` in its model:
 * gzip); the SDKs compress each body of 10 KB or more.
 */
import { gunzipSync } from 'node:zlib';
import type { HttpRequest } from '../cloud/operation.ts';

/** The maximum decompressed size in bytes; AWS accepts 1 MB for PutMetricData. */
const MOST = 10_000_000;

/** Returns the request without its compression. A body that cannot be decompressed stays as it is, and fails later. */
export function withPlainBody(http: HttpRequest, service: string | undefined): HttpRequest {
  if (http.headers['content-encoding'] !== 'gzip' || service !== 'monitoring') return http;
  try {
    return { ...http, body: gunzipSync(http.body, { maxOutputLength: MOST }) };
  } catch {
    return http;
  }
}
