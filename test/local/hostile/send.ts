/** Sends a request as it is, on a connection that is kept. */
import { type Agent, request as httpRequest } from 'node:http';
import type { Answer } from './readable.ts';
import type { WireRequest } from './wire-request.ts';

export function sendTo(endpoint: string, agent: Agent, request: WireRequest): Promise<Answer> {
  const { method, path, headers, body } = request;
  return new Promise((resolve, reject) => {
    const sized = { ...headers, 'content-length': Buffer.byteLength(body) };
    const sending = httpRequest(`${endpoint}${path}`, { method, headers: sized, agent }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
      resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) });
    });
    sending.on('error', reject);
    sending.end(body);
  });
}
