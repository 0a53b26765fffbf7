/**
 * Sends requests through the proxies that the environment names. It is loaded only if the environment names one
 * (`proxy-choice.ts`).
 */
import http from 'node:http';
import https from 'node:https';
import type net from 'node:net';
import { Agent, type AgentConnectOpts } from 'agent-base';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { OutgoingRequest } from './outgoing.ts';
import { proxyFor } from './proxy-choice.ts';

/** The proxy cannot be reached, or it refuses the request. The message does not hold the proxy's password. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  /** The proxy's status for CONNECT, if it sent one. */
  readonly status: number | undefined;

  constructor(proxy: URL, problem: string, options: { status?: number; cause?: unknown } = {}) {
    super(`The proxy ${proxy.protocol}//${proxy.host} ${problem}.`, { cause: options.cause });
    this.status = options.status;
  }
}

/** Reports the failures of the proxy itself. The library would present the proxy's refusal as AWS's response. */
class Tunnel extends HttpsProxyAgent<string> {
  override async connect(request: http.ClientRequest, options: Parameters<HttpsProxyAgent<string>['connect']>[1]) {
    let status = 200;
    request.once('proxyConnect', (answer: { statusCode: number }) => {
      status = answer.statusCode;
    });
    const socket = await super.connect(request, options).catch((cause: Error) => {
      throw new ProxyError(this.proxy, `cannot be reached: ${cause.message}`, { cause });
    });
    if (status === 200) return socket;
    (socket as net.Socket).destroy();
    const wants = status === 407 ? ', and requires a user and a password' : '';
    throw new ProxyError(this.proxy, `refuses the connection to ${options.host} with ${status}${wants}`, { status });
  }
}

/** Options of the sockets, such as `ca`, for connections with and without a proxy. */
export type SocketOptions = Pick<https.AgentOptions, 'ca' | 'keepAlive' | 'maxSockets'>;

/** Chooses an agent for each connection, because one client may talk to several hosts. */
class ProxyChoice extends Agent {
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #sockets: SocketOptions;
  readonly #agents = new Map<string, http.Agent>();

  constructor(env: Readonly<Record<string, string | undefined>>, sockets: SocketOptions) {
    super(sockets);
    this.#env = env;
    this.#sockets = sockets;
  }

  override async connect(_request: http.ClientRequest, options: AgentConnectOpts): Promise<http.Agent> {
    const scheme = options.secureEndpoint ? 'https' : 'http';
    const proxy = proxyFor(new URL(`${scheme}://${bracketed(options.host ?? '')}:${options.port}`), this.#env);
    const key = `${scheme} ${proxy?.href ?? ''}`;
    const known = this.#agents.get(key);
    if (known) return known;
    const agent = this.#agentFor(scheme, proxy);
    this.#agents.set(key, agent);
    return agent;
  }

  #agentFor(scheme: 'http' | 'https', proxy: URL | undefined): http.Agent {
    if (!proxy) return scheme === 'https' ? new https.Agent(this.#sockets) : new http.Agent(this.#sockets);
    return scheme === 'https' ? new Tunnel(proxy.href, this.#sockets) : new HttpProxyAgent(proxy.href, this.#sockets);
  }

  override destroy(): void {
    for (const agent of this.#agents.values()) agent.destroy();
    super.destroy();
  }
}

export function proxyAgent(env: Readonly<Record<string, string | undefined>>, sockets: SocketOptions): http.Agent {
  return new ProxyChoice(env, sockets);
}

/** Sends one request and reads its whole response. It closes the connection afterwards. */
export async function requestThroughProxy(
  url: URL,
  { method = 'GET', headers, body, signal }: OutgoingRequest,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Response> {
  const agent = proxyAgent(env, { keepAlive: false });
  const { request } = url.protocol === 'https:' ? https : http;
  const form = body instanceof URLSearchParams && { 'content-type': 'application/x-www-form-urlencoded' };
  try {
    const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
      const sent = request(url, { method, headers: { ...form, ...headers }, agent, signal }, resolve);
      sent.on('error', reject).end(body === undefined ? undefined : String(body));
    });
    const text = Buffer.concat(await answer.toArray());
    const status = answer.statusCode ?? 502;
    const fields = Object.entries(answer.headers).flatMap(([name, value = '']) =>
      [value].flat().map((each): [string, string] => [name, each]),
    );
    return new Response(BODILESS.has(status) ? null : text, { status, headers: fields });
  } finally {
    agent.destroy();
  }
}

/** https://fetch.spec.whatwg.org/#null-body-status */
const BODILESS = new Set([204, 205, 304]);

const bracketed = (host: string): string => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host);
