/** `fetch` for addresses outside of this machine, which Node 20's own does not bring through the company's proxy. */
import { mayHaveProxy, proxyFor } from './proxy-choice.ts';

export interface Outgoing {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams;
  readonly redirect?: 'manual';
  readonly signal: AbortSignal;
}

/** Redirects are not followed where there is a proxy. Throws as `fetch` does, and `BadProxy`. */
export async function fetchOut(
  url: string,
  request: Outgoing,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Response> {
  if (!mayHaveProxy(env) || !proxyFor(new URL(url), env)) return fetch(url, request);
  const { requestThroughProxy } = await import('./proxy-agent.ts');
  return requestThroughProxy(new URL(url), request, env);
}
