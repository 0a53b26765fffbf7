/** Calls a backend by HTTP within the timeout of the integration, and keeps its response for logs and metrics. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import { internalError } from '../gateway-error.ts';
import type { Invocation } from '../invocation.ts';
import { callBackend } from './backend-call.ts';
import { type HttpCall, type HttpResponse, sendHttp } from './http-client.ts';

export interface HttpBackendCall extends Omit<HttpCall, 'signal'> {
  /** The address in the logs. */
  readonly uri: string;
  /** Milliseconds. */
  readonly timeout: number;
}

/** Throws `GatewayError`. After the timeout the request is aborted. */
export async function callHttpBackend(
  cloud: Cloud,
  invocation: Invocation,
  { uri, timeout, ...call }: HttpBackendCall,
): Promise<HttpResponse> {
  const abort = new AbortController();
  const result = await callBackend(cloud, invocation, {
    sent: { uri, headers: call.headers, body: call.body },
    timeout,
    async run(facts) {
      const response = await sendHttp({ ...call, signal: abort.signal });
      facts.serviceStatus = response.status;
      facts.status = response.status;
      const headers = [...response.headers.values()].map(({ name, values }) => [name, values.join(', ')] as const);
      facts.received = { headers, body: response.body };
      return response;
    },
    abandon: () => abort.abort(),
  });
  if (result instanceof AwsError) throw internalError(result.message);
  return result;
}
