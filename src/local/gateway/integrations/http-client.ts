/**
 * Sends one HTTP request to a backend outside the cloud. Connections are kept alive; redirects are passed on like any
 * other response.
 */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { GatewayError } from '../gateway-error.ts';
import { type RequestHeaders, readHeaders } from '../http/request-headers.ts';
import type { Endpoint } from './http-endpoint.ts';

/** The limit in bytes; API Gateway accepts no larger response. */
const MAX_ANSWER = 10_485_760;

/** Idle connections do not keep the program alive: Node unrefs the sockets of an agent while they are free. */
const PLAIN = new HttpAgent({ keepAlive: true, maxFreeSockets: 32, timeout: 60_000 });
const SECURE = new HttpsAgent({ keepAlive: true, maxFreeSockets: 32, timeout: 60_000 });
const UNVERIFIED = new HttpsAgent({ keepAlive: true, maxFreeSockets: 32, timeout: 60_000, rejectUnauthorized: false });

export interface HttpCall {
  readonly method: string;
  readonly endpoint: Endpoint;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  readonly insecure: boolean;
  readonly signal: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: RequestHeaders;
  readonly body: Buffer;
}

/** Rejects with `GatewayError` 504 if the backend cannot be reached or closes the connection early. */
export function sendHttp(call: HttpCall): Promise<HttpResponse> {
  const { method, endpoint, body, insecure, signal } = call;
  const { url } = endpoint;
  const secure = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(networkError(error.message));
    try {
      const request = (secure ? httpsRequest : httpRequest)({
        agent: secure ? (insecure ? UNVERIFIED : SECURE) : PLAIN,
        host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
        port: url.port,
        method,
        path: endpoint.target,
        headers: call.headers.flat() as never,
        signal,
      });
      request.on('error', fail);
      request.on('response', (response) => readAnswer(response).then(resolve, fail));
      request.on('upgrade', (_response, socket) => {
        socket.destroy();
        fail(new Error('the backend changed the protocol'));
      });
      request.end(body);
    } catch (error) {
      // The header or path cannot be sent.
      fail(error as Error);
    }
  });
}

function readAnswer(response: IncomingMessage): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    if (response.statusCode! < 200) response.destroy(new Error(`${response.statusCode} is not a valid HTTP status`));
    const chunks: Buffer[] = [];
    let length = 0;
    response.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > MAX_ANSWER) response.destroy(new Error(`the response has more than ${MAX_ANSWER} bytes`));
      else chunks.push(chunk);
    });
    response.on('end', () =>
      resolve({
        status: response.statusCode!,
        headers: readHeaders(response.rawHeaders),
        body: Buffer.concat(chunks),
      }),
    );
    response.on('error', reject);
    response.on('close', () => reject(new Error('the backend closed the connection')));
  });
}

/** INTEGRATION_FAILURE (docs/aws/data-plane.md). */
function networkError(reason: string): GatewayError {
  return new GatewayError('INTEGRATION_FAILURE', 504, 'Network error communicating with endpoint', {
    errorType: 'InternalServerErrorException',
    spaced: true,
    reason,
  });
}
