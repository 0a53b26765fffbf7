/** `fetch` for addresses outside of this machine. The `fetch` of Node 20 does not use a proxy. */
import type { OutgoingRequest } from './outgoing.ts';
import { mayHaveProxy, proxyFor } from './proxy-choice.ts';

/** Does not follow redirects through a proxy. Throws like `fetch`, and throws `BadProxy`. */
export async function fetchThroughProxy(
  url: string,
  request: OutgoingRequest,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Response> {
  if (!mayHaveProxy(env) || !proxyFor(new URL(url), env)) return fetch(url, request);
  const { requestThroughProxy } = await import('./proxy-agent.ts');
  return requestThroughProxy(new URL(url), request, env);
}
