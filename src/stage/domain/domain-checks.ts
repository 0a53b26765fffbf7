/** Says of each part of a custom domain whether it is in order, and what to do if it is not. Pure. */
import { validationRecords } from '../../aws/domains/certificate-reads.ts';
import { endpointsOf, hostOf, leadsTo, targetOf } from '../../aws/domains/domain-reads.ts';
import { mappedName, NO_BASE_PATH } from '../../naming/custom-domain.ts';
import type { DomainFacts } from './domain-facts.ts';

export interface DomainCheck {
  readonly check: 'domain' | 'certificate' | 'clients' | 'dns' | 'tls' | 'mapping' | 'http';
  /** The state is `unknown` if the part could not be looked at. */
  readonly state: 'ok' | 'waiting' | 'failed' | 'unknown';
  /** Says in a sentence how it is. */
  readonly says: string;
  /** Says what to do; `null` if there is nothing to do. */
  readonly fix: string | null;
}

type Verdict = Omit<DomainCheck, 'check'>;

const ok = (says: string): Verdict => ({ state: 'ok', says, fix: null });
const unknown = (says: string): Verdict => ({ state: 'unknown', says, fix: null });
const waiting = (says: string, fix: string): Verdict => ({ state: 'waiting', says, fix });
const failed = (says: string, fix: string): Verdict => ({ state: 'failed', says, fix });

/** AWS renews a certificate 60 days before its end, so one with less than this was not renewed. */
const RENEWAL_DAYS = 30;
const DAY = 86_400_000;

export const domainChecks = (facts: DomainFacts): DomainCheck[] => [
  { check: 'domain', ...ofDomain(facts) },
  { check: 'certificate', ...ofCertificate(facts) },
  ...ofClients(facts).map((verdict): DomainCheck => ({ check: 'clients', ...verdict })),
  { check: 'dns', ...ofDns(facts) },
  { check: 'tls', ...ofHandshake(facts) },
  { check: 'mapping', ...ofMapping(facts) },
  { check: 'http', ...ofAnswer(facts) },
];

/** The host of the endpoint that the stage wants; empty if there is no domain. */
const targetHost = ({ domain, endpoint }: DomainFacts): string => (domain ? hostOf(domain, endpoint).host : '');

const deployOf = ({ stage }: DomainFacts): string => `apikit deploy --stage ${stage}`;
const againOf = ({ stage }: DomainFacts): string => `Look again later: apikit domain status --stage ${stage}`;

function ofDomain(facts: DomainFacts): Verdict {
  const { domain, config, certificate } = facts;
  const { name } = config;
  if (!domain) {
    const says = `API Gateway does not have the domain ${name}`;
    if (certificate?.Status === 'PENDING_VALIDATION')
      return waiting(`${says} yet: it waits for the certificate.`, `When that is issued, run: ${deployOf(facts)}`);
    return failed(`${says}.`, `Create it: ${deployOf(facts)}`);
  }
  const { domainNameStatus: status = 'AVAILABLE', domainNameStatusMessage: message } = domain;
  if (status === 'AVAILABLE' && endpointsOf(domain).length > 1) {
    const says = `${name} has two endpoints, until its name leads to ${targetHost(facts)}.`;
    return waiting(says, `When it does, remove the other one: ${deployOf(facts)}`);
  }
  if (status === 'AVAILABLE') return ok(`${name} is a domain of API Gateway at ${targetHost(facts)}.`);
  const says = `API Gateway says that ${name} is ${status}${message ? `: ${message}` : '.'}`;
  if (status === 'UPDATING' || status === 'PENDING') return waiting(says, againOf(facts));
  return failed(says, 'Look at the domain in the console of API Gateway.');
}

function ofCertificate(facts: DomainFacts): Verdict {
  const { certificate, now, config } = facts;
  if (!certificate) return failed(`${config.name} has no certificate.`, `Request one: ${deployOf(facts)}`);
  const { Status = '', CertificateArn = '', FailureReason, NotAfter, Type } = certificate;
  const records = validationRecords(certificate).join(', ');
  if (Status === 'PENDING_VALIDATION') {
    const says = `Certificate Manager has not found the record yet that validates the certificate: ${records || 'it is not known yet'}.`;
    if (config.hostedZone === 'none') return waiting(says, 'Add this record where the DNS of the domain is managed.');
    return waiting(says, `The name servers of the domain must be those of its hosted zone. ${againOf(facts)}`);
  }
  if (Status !== 'ISSUED') {
    const says = `The certificate ${CertificateArn} is ${Status}${FailureReason ? ` (${FailureReason})` : ''}.`;
    if (Status === 'VALIDATION_TIMED_OUT' && config.certificate === 'auto')
      return failed(says, `Request another one: ${deployOf(facts)}`);
    return failed(says, 'Look at it in the console of Certificate Manager, or name another one in apikit.yaml.');
  }
  if (!NotAfter) return ok('The certificate is issued.');
  const says = `The certificate is issued, and is valid until ${dayOf(NotAfter)}.`;
  if (NotAfter.getTime() - now > RENEWAL_DAYS * DAY) return ok(says);
  if (Type === 'IMPORTED' || records === '') return failed(says, 'AWS does not renew it: import a new one.');
  return failed(says, `AWS renews it if this record is in DNS, and has not done so yet: ${records}`);
}

/** Nothing is said of a domain that asks clients for no certificate, and should not. */
function ofClients(facts: DomainFacts): Verdict[] {
  const { domain, config } = facts;
  const { truststoreUri, truststoreVersion, truststoreWarnings = [] } = domain?.mutualTlsAuthentication ?? {};
  if (!domain) return [];
  if (!truststoreUri) {
    if (!config.mutualTls) return [];
    return [failed(`${config.name} asks clients for no certificate.`, `Turn mutual TLS on: ${deployOf(facts)}`)];
  }
  const version = truststoreVersion === undefined ? '' : `, version ${truststoreVersion}`;
  const says = `Clients need a certificate that ${truststoreUri}${version} trusts`;
  if (config.mutualTls === false) return [failed(`${says}.`, `Turn mutual TLS off: ${deployOf(facts)}`)];
  if (truststoreWarnings.length === 0) return [ok(`${says}.`)];
  const warned = `${says}; API Gateway warns: ${truststoreWarnings.join(' ')}`;
  return [failed(warned, `Replace these certificates in the trust store, and run: ${deployOf(facts)}`)];
}

function ofDns(facts: DomainFacts): Verdict {
  const { dns, config, answer } = facts;
  const { name } = config;
  if ('unseen' in dns) return unknown(`DNS is not looked up: ${dns.unseen}.`);
  if (dns.problem !== undefined) return unknown(`No name server answers for ${name} (${dns.problem}).`);
  const target = targetHost(facts);
  const { cname, addresses, targetAddresses } = dns;
  if (cname !== undefined && cname.toLowerCase() === target.toLowerCase())
    return ok(`${name} is a CNAME of ${target}.`);
  if (addresses.some((address) => targetAddresses.includes(address)))
    return ok(`${name} leads to the addresses of ${target}.`);
  if (addresses.length === 0) return failed(`${name} has no address in DNS.`, dnsFix(facts, target));
  const found = `${name} leads to ${cname ?? addresses.join(', ')}, and not to ${target}`;
  // The addresses of AWS change, and a distribution of CloudFront may stand in front of the domain.
  if ('release' in answer && answer.release !== null) return ok(`${found}, but the stage answers there.`);
  return failed(`${found}.`, dnsFix(facts, target));
}

function dnsFix(facts: DomainFacts, target: string): string {
  const { name, hostedZone } = facts.config;
  if (hostedZone === 'none')
    return `Add this record where the DNS of the domain is managed, and remove others of the name: CNAME ${name} → ${target}`;
  return `The name servers of the domain must be those of its hosted zone, to which a deploy adds the record: ${deployOf(facts)}`;
}

function ofHandshake(facts: DomainFacts): Verdict {
  const { handshake, domain } = facts;
  const { name } = facts.config;
  if ('unseen' in handshake) return unknown(`There was no TLS handshake: ${handshake.unseen}.`);
  if ('problem' in handshake)
    return failed(
      `The TLS handshake with ${name} fails: ${handshake.problem}.`,
      'If DNS is in order, look whether a firewall or another server is between this machine and AWS.',
    );
  const { names, issuer, expiresAt, refusal } = handshake;
  const says = `The certificate of the server is for ${names}, from ${issuer}, until ${dayOf(new Date(expiresAt))}`;
  if (refusal === undefined) return ok(`${says}.`);
  return failed(
    `${says}; clients refuse it: ${refusal}.`,
    `Another server answers, or something on the way opens the connection. The name has to lead to ${domain ? targetHost(facts) : 'API Gateway'}.`,
  );
}

function ofMapping(facts: DomainFacts): Verdict {
  const { mappings, config, api, stage, domain } = facts;
  const { name, basePath = NO_BASE_PATH } = config;
  if (!domain) return unknown('There are no mappings yet: API Gateway does not have the domain.');
  const shown = mappedName(name, basePath);
  const own = mappings.find((one) => (one.basePath ?? NO_BASE_PATH) === basePath);
  if (!own) return failed(`${shown} leads to no API.`, `Map it to the stage: ${deployOf(facts)}`);
  const says = `${shown} leads to ${targetOf(own)}`;
  if (leadsTo(own, { api, stage })) return ok(`${says}, which is this one.`);
  return failed(`${says}, and not to API ${api}, stage ${stage}.`, `Take it over: ${deployOf(facts)} --adopt`);
}

function ofAnswer(facts: DomainFacts): Verdict {
  const { answer, config } = facts;
  const url = `https://${mappedName(config.name, config.basePath)}`;
  if ('unseen' in answer) return unknown(`No request was sent: ${answer.unseen}.`);
  const next = `If everything above is in order, it is new and takes some seconds. ${againOf(facts)}`;
  if ('problem' in answer) return failed(`${url} does not answer: ${answer.problem}.`, next);
  if (answer.release !== null) return ok(`${url} serves release ${answer.release}.`);
  return failed(`${url} answers with ${answer.status}, and names no release of apikit.`, next);
}

/** `2026-11-29` */
const dayOf = (time: Date): string => time.toISOString().slice(0, 10);
