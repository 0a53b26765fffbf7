/** Looks at the custom domain of a stage, in AWS and from outside. Reads only. */
import { type CertificateClients, clientOfCertificate } from '../../aws/domains/certificate-client.ts';
import { type Certificate, describeCertificate, requestedCertificate } from '../../aws/domains/certificate-reads.ts';
import { askDns, type DnsAnswer } from '../../aws/domains/dns-answer.ts';
import { certificateOf, type FoundDomain, hostOf, readDomain } from '../../aws/domains/domain-reads.ts';
import { isOfThisMachine } from '../../aws/sdk/of-this-machine.ts';
import type { StageConfig } from '../../config/config.ts';
import type { DomainConfig } from '../../config/domain.ts';
import { type DomainEndpoint, mappedName } from '../../naming/custom-domain.ts';
import { mayHaveProxy, proxyFor } from '../../proxy/proxy-choice.ts';
import { domainEndpoint } from '../../stack/domain.ts';
import { liveStage } from '../releases/live-stage.ts';
import type { RunParts } from '../stage-run.ts';
import { type Handshake, shakeHands } from './handshake.ts';
import { type Listener, localListener } from './listener.ts';
import { askRelease, type ReleaseAnswer } from './release-answer.ts';

/** Why something is not looked at. */
export interface Unseen {
  readonly unseen: string;
}

export interface DomainFacts {
  readonly config: DomainConfig;
  /** The endpoint that the stage wants. */
  readonly endpoint: DomainEndpoint;
  readonly stage: string;
  /** The ID of the stage's API. */
  readonly api: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly domain?: FoundDomain['domain'];
  readonly certificate?: Certificate;
  readonly mappings: FoundDomain['mappings'];
  readonly dns: DnsAnswer | Unseen;
  readonly handshake: Handshake | Unseen;
  readonly answer: ReleaseAnswer | Unseen;
}

type Outside = Pick<DomainFacts, 'dns' | 'handshake' | 'answer'>;

interface Parts extends RunParts {
  readonly env: Readonly<Record<string, string | undefined>>;
}

const HTTPS = 443;

/** Throws `NotDeployed`. */
export async function domainFacts(stage: StageConfig, config: DomainConfig, parts: Parts): Promise<DomainFacts> {
  const { clients, clock } = parts;
  const [{ api }, found] = await Promise.all([liveStage(stage, parts), readDomain(clients, config.name)]);
  const endpoint = domainEndpoint(stage);
  const [certificate, outside] = await Promise.all([
    certificateFor(config, endpoint, found?.domain, clients),
    lookOutside(config, endpoint, found?.domain, parts),
  ]);
  return {
    config,
    endpoint,
    stage: stage.stage,
    api,
    now: clock.now(),
    ...(found && { domain: found.domain }),
    ...(certificate && { certificate }),
    mappings: found?.mappings ?? [],
    ...outside,
  };
}

async function certificateFor(
  { name, certificate }: DomainConfig,
  endpoint: DomainEndpoint,
  domain: FoundDomain['domain'] | undefined,
  clients: CertificateClients,
): Promise<Certificate | undefined> {
  const client = await (endpoint === 'EDGE' ? clients.acmOfEdge() : clients.acm());
  const used = domain && certificateOf(domain, endpoint);
  const arn = used ?? (certificate === 'auto' ? await requestedCertificate(client, name) : certificate);
  return arn === undefined ? undefined : await describeCertificate(await clientOfCertificate(clients, arn), arn);
}

async function lookOutside(
  { name, basePath }: DomainConfig,
  endpoint: DomainEndpoint,
  domain: FoundDomain['domain'] | undefined,
  { facts: { endpoint: cloud }, signal, env }: Parts,
): Promise<Outside> {
  if (!domain) return all({ unseen: 'API Gateway does not have the domain yet' });
  const url = `https://${mappedName(name, basePath)}`;
  if (isOfThisMachine(cloud)) {
    const dns = { unseen: `the stage is at ${cloud} on this machine, and no name server knows its domains` };
    const listener = await localListener(cloud, signal);
    if (!listener) return { ...all({ unseen: `the cloud at ${cloud} does not listen for custom domains` }), dns };
    return { dns, ...(await connectTo(listener, listener)) };
  }
  const dns = await askDns(name, hostOf(domain, endpoint).host, signal);
  if (dns.problem === undefined && dns.addresses.length === 0)
    return { ...all({ unseen: `${name} has no address` }), dns };
  const isProxied = mayHaveProxy(env) && proxyFor(new URL(url), env) !== undefined;
  return { dns, ...(await connectTo({ host: name, port: HTTPS }, undefined, isProxied)) };

  async function connectTo(to: Listener, local: Listener | undefined, isProxied = false) {
    const isMutual = domain?.mutualTlsAuthentication?.truststoreUri !== undefined;
    const [handshake, answer] = await Promise.all([
      isProxied ? { unseen: `requests to ${name} go through a proxy` } : shakeHands(name, to, signal),
      isMutual ? { unseen: `${name} answers only clients with a certificate` } : askRelease(url, local, signal),
    ]);
    return { handshake, answer };
  }
}

const all = (unseen: Unseen): Outside => ({ dns: unseen, handshake: unseen, answer: unseen });
