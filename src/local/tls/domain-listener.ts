/**
 * The TLS servers of the custom domains, on one port of loopback. It begins to listen with the first domain. Each
 * domain has a certificate of the cloud's own authority, which is chosen by the name that the client asks for. Domains
 * with mutual TLS have a server of their own, because a server asks either all clients for certificates or none.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { CloudBase } from '../cloud/cloud.ts';
import { once } from '../cloud/once.ts';
import type { DomainName } from '../state/apis/model.ts';
import { servingDomain } from '../state/apis/serving-domain.ts';
import { readCertificate } from '../state/certificates.ts';
import { serverIdentity } from './authority.ts';
import { readServerName } from './server-name.ts';
import type { Identity } from './x509.ts';

export interface DomainListener {
  /** Begins to listen; later calls do nothing. */
  open(): Promise<void>;
  /** Whether a domain exists already, when the cloud starts. */
  hasDomains(): boolean;
  /** Absent before it listens. */
  port(): number | undefined;
  close(): Promise<void>;
}

interface Parts {
  readonly cloud: CloudBase;
  /** Answers a request to a custom domain; `undefined` if its Host is none. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void> | undefined;
  /** The port of the cloud; the listener takes the next one if it is free. */
  cloudPort(): number;
  /** Whether a test wants any free port. */
  readonly anyPort: boolean;
}

export function createDomainListener({ cloud, answer, cloudPort, anyPort }: Parts): DomainListener {
  const contexts = new Map<string, { readonly of: string; readonly context: SecureContext }>();
  const accepted = new Set<Socket>();
  let server: Server | undefined;
  let opening: Promise<void> | undefined;

  /** Made for the first client, because most clouds never serve a domain. */
  const servers = once(() => {
    const common = { SNICallback: chooseCertificate, minVersion: 'TLSv1.2' } as const;
    const plain = createHttpsServer(common, respond);
    // The gateway decides whether a certificate is trusted, because AWS answers with 403 if it is not.
    const mutual = createHttpsServer({ ...common, requestCert: true, rejectUnauthorized: false }, respond);
    mutual.on('secureConnection', (socket) => {
      if (!socket.getPeerX509Certificate()) socket.destroy();
    });
    return { plain, mutual };
  });

  function respond(request: IncomingMessage, response: ServerResponse): void {
    const answered = answer(request, response);
    if (answered) return void answered.catch(() => response.destroy());
    const refusal = { 'content-type': 'application/json', 'x-amzn-errortype': 'ForbiddenException' };
    response.writeHead(403, refusal).end('{"message":"Forbidden"}');
  }

  async function accept(socket: Socket): Promise<void> {
    const name = await readServerName(socket);
    const isMutual = name !== undefined && findDomain(cloud, name.toLowerCase())?.isMutual === true;
    servers()[isMutual ? 'mutual' : 'plain'].emit('connection', socket);
  }

  function listen(port: number): Promise<void> {
    const made = createServer((socket) => {
      accepted.add(socket.once('close', () => accepted.delete(socket)));
      accept(socket).catch(() => socket.destroy());
    });
    return new Promise((resolve, reject) => {
      made.once('error', reject);
      made.listen(port, '127.0.0.1', () => {
        server = made;
        resolve();
      });
    });
  }

  function chooseCertificate(name: string, done: (error: Error | null, context?: SecureContext) => void): void {
    try {
      done(null, contextFor(name.toLowerCase()));
    } catch (error) {
      done(error as Error);
    }
  }

  /** Throws for a name that is no custom domain: the handshake fails. */
  function contextFor(name: string): SecureContext {
    const found = findDomain(cloud, name);
    if (!found) throw new Error(`${name} is not a custom domain of this cloud`);
    const known = contexts.get(name);
    if (known?.of === found.certificate) return known.context;
    const { certificate, key }: Identity = serverIdentity(cloud, found.names);
    const context = createSecureContext({ cert: certificate, key });
    contexts.set(name, { of: found.certificate, context });
    return context;
  }

  return {
    hasDomains: () => cloud.regions().some((region) => domainsIn(cloud, region).size > 0),
    open() {
      opening ??= listen(anyPort ? 0 : cloudPort() + 1).catch(() => listen(0));
      return opening;
    },
    port: () => (server?.address() as AddressInfo | null | undefined)?.port,
    async close() {
      await opening;
      for (const socket of accepted) socket.destroy();
      if (server?.listening) await new Promise((resolve) => server?.close(resolve));
    },
  };
}

const domainsIn = (cloud: CloudBase, region: string) =>
  cloud.collection<DomainName>({ account: cloud.options.account, region }, 'apigateway.domainNames');

interface FoundDomain {
  /** The ARN of its certificate. */
  readonly certificate: string;
  /** The names that the certificate covers. */
  readonly names: readonly string[];
  /** Whether clients need a certificate, too. */
  readonly isMutual: boolean;
}

function findDomain(cloud: CloudBase, name: string): FoundDomain | undefined {
  const { account } = cloud.options;
  for (const region of cloud.regions()) {
    const domains = domainsIn(cloud, region);
    const named = servingDomain(domains, name);
    if (named === undefined) continue;
    const now = domains.get(named);
    const domain = cloud.transitions.effective({ account, region }, 'domainName', named, now) ?? now;
    const arn = domain?.regionalCertificateArn ?? domain?.certificateArn;
    if (arn === undefined) continue;
    const certificate = readCertificate(cloud, { account, region: arn.split(':')[3] ?? '' }, arn);
    const isMutual = domain?.mutualTlsAuthentication !== undefined;
    return { certificate: arn, names: certificate?.names ?? [name], isMutual };
  }
  return undefined;
}
