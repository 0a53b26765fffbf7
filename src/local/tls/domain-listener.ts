/**
 * The TLS server of the custom domains, on loopback. It begins to listen with the first domain. Each domain has a
 * certificate of the cloud's own authority, which is chosen by the name that the client asks for.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { CloudBase } from '../cloud/cloud.ts';
import type { DomainName } from '../state/apis/model.ts';
import { readCertificate } from '../state/certificates.ts';
import { serverIdentity } from './authority.ts';
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
  let server: Server | undefined;
  let opening: Promise<void> | undefined;

  function listen(port: number): Promise<void> {
    const made = createServer({ SNICallback: chooseCertificate, minVersion: 'TLSv1.2' }, (request, response) => {
      const answered = answer(request, response);
      if (answered) return void answered.catch(() => response.destroy());
      const refusal = { 'content-type': 'application/json', 'x-amzn-errortype': 'ForbiddenException' };
      response.writeHead(403, refusal).end('{"message":"Forbidden"}');
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
      server?.closeAllConnections();
      if (server?.listening) await new Promise((resolve) => server?.close(resolve));
    },
  };
}

const domainsIn = (cloud: CloudBase, region: string) =>
  cloud.collection<DomainName>({ account: cloud.options.account, region }, 'apigateway.domainNames');

/** The domain's certificate, with the names that it covers. */
function findDomain(cloud: CloudBase, name: string): { certificate: string; names: readonly string[] } | undefined {
  const { account } = cloud.options;
  for (const region of cloud.regions()) {
    const domains = domainsIn(cloud, region);
    const domain = domains.get(name) ?? domains.get(name.replace(/^[^.]+/, '*'));
    const arn = domain?.regionalCertificateArn ?? domain?.certificateArn;
    if (arn === undefined) continue;
    const certificate = readCertificate(cloud, { account, region: arn.split(':')[3] ?? '' }, arn);
    return { certificate: arn, names: certificate?.names ?? [name] };
  }
  return undefined;
}
