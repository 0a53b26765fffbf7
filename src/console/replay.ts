/** Sends a request to the embedded cloud once more, as the client sent it. */
import { request as send } from 'node:http';
import { ApikitError } from '../errors.ts';
import type { SentRequest } from '../logs/request-chain.ts';

export interface Replayed {
  readonly status: number;
  /** The ID of the new request; `null` if the response has none. */
  readonly id: string | null;
}

/** Headers of a connection, and the trace ID, which would join both requests. */
const OWN_HEADERS = /^(?:connection|keep-alive|transfer-encoding|content-length|expect|x-amzn-trace-id)$/i;

/**
 * `endpoint` is that of the connection over which the console hears the cloud: while it is open, nobody else can listen
 * there and get the keys of the request. Throws `NotKept` if the body was too long to be kept, and `NoCloud`.
 */
export async function replay(
  { method, url, headers, body }: SentRequest,
  endpoint: string | undefined,
): Promise<Replayed> {
  if (endpoint === undefined)
    throw new ApikitError('NoCloud', 'The embedded cloud does not run, so the request is not sent again.', {
      hint: 'Start it with `apikit local start` or `apikit dev`.',
    });
  if (body.cutFrom !== undefined)
    throw new ApikitError('NotKept', `The body of the request has ${body.cutFrom} bytes, and the console kept less.`, {
      hint: 'Send the request again from the client.',
    });
  const content = Buffer.from(body.text, body.base64 ? 'base64' : 'utf8');
  const { hostname, port } = new URL(endpoint);
  return await new Promise((resolve, reject) => {
    const request = send(
      {
        ...{ hostname, port, method, path: url },
        headers: [
          ...headers.filter(([name]) => !OWN_HEADERS.test(name)).flat(),
          ...(content.length > 0 ? ['content-length', String(content.length)] : []),
          ...['connection', 'close'],
        ],
      },
      (response) => {
        const id = response.headers['x-amzn-requestid'] ?? response.headers['apigw-requestid'];
        response.resume().once('end', () => {
          resolve({ status: response.statusCode ?? 0, id: typeof id === 'string' ? id : null });
        });
        response.once('error', reject);
      },
    );
    request.once('error', reject);
    request.end(content);
  });
}
