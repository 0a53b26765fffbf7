/** `domain status` says of each part of a domain whether it is in order, and what to do. */
import { expect, it } from 'vitest';
import { askDns, type Lookups } from '../../../src/aws/domains/dns-answer.ts';
import { type DomainCheck, domainChecks } from '../../../src/stage/domain/domain-checks.ts';
import type { DomainFacts } from '../../../src/stage/domain/domain-facts.ts';

const TARGET = 'd-1.execute-api.eu-west-1.amazonaws.com';
const NAME = 'api.example.com';
const NOW = Date.parse('2026-11-29T12:00:00Z');
const { signal } = new AbortController();

const ISSUED = { CertificateArn: 'arn:1', Status: 'ISSUED', NotAfter: new Date('2027-06-01T00:00:00Z') } as const;
const RECORD = { Name: `_1.${NAME}.`, Type: 'CNAME', Value: '_2.acm-validations.aws.' } as const;
const FINE: DomainFacts = {
  config: { name: NAME, basePath: 'v1', certificate: 'auto', hostedZone: 'none' },
  endpoint: 'REGIONAL',
  stage: 'prod',
  api: 'a1',
  now: NOW,
  domain: { domainName: NAME, regionalDomainName: TARGET, domainNameStatus: 'AVAILABLE' },
  certificate: { ...ISSUED, DomainValidationOptions: [{ DomainName: NAME, ResourceRecord: RECORD }] },
  mappings: [{ basePath: 'v1', restApiId: 'a1', stage: 'prod' }],
  dns: { cname: TARGET, addresses: ['192.0.2.1'], targetAddresses: ['192.0.2.1'] },
  handshake: { names: NAME, issuer: 'Amazon', expiresAt: '2027-06-01T00:00:00.000Z' },
  answer: { status: 403, release: 'r1' },
};
const NOBODY = { answer: { problem: 'ECONNREFUSED' } };

const look = (check: DomainCheck['check'], changed: Partial<DomainFacts>) =>
  domainChecks({ ...FINE, ...changed }).find((one) => one.check === check);

it('a domain that serves needs nothing', () => {
  expect(domainChecks(FINE).map(({ check, state, fix }) => [check, state, fix])).toEqual(
    ['domain', 'certificate', 'dns', 'tls', 'mapping', 'http'].map((check) => [check, 'ok', null]),
  );
});

it('a name may lead to the domain by a CNAME record, an alias, or something in between that answers', () => {
  const alias = { addresses: ['192.0.2.1', '192.0.2.2'], targetAddresses: ['192.0.2.2'] };
  expect(look('dns', { dns: alias, ...NOBODY })).toMatchObject({ state: 'ok' });
  const between = { cname: 'd1.cloudfront.net', addresses: ['198.51.100.1'], targetAddresses: ['192.0.2.2'] };
  expect(look('dns', { dns: between })).toMatchObject({
    state: 'ok',
    says: `${NAME} leads to d1.cloudfront.net, and not to ${TARGET}, but the stage answers there.`,
  });
  expect(look('dns', { dns: between, ...NOBODY })).toMatchObject({
    state: 'failed',
    fix: expect.stringContaining(`CNAME ${NAME} → ${TARGET}`),
  });
  const missing = { addresses: [], targetAddresses: ['192.0.2.2'] };
  expect(look('dns', { dns: missing, ...NOBODY })).toMatchObject({
    state: 'failed',
    says: `${NAME} has no address in DNS.`,
  });
  const zoned = { ...FINE.config, hostedZone: 'auto' };
  expect(look('dns', { dns: missing, config: zoned, ...NOBODY })?.fix).toContain('apikit deploy --stage prod');
  expect(look('dns', { dns: { ...missing, problem: 'ETIMEOUT' } })).toMatchObject({ state: 'unknown', fix: null });
});

it('a certificate that AWS has not renewed is reported with its record', () => {
  const old = { ...FINE.certificate, NotAfter: new Date(NOW + 29 * 86_400_000) };
  const verdict = look('certificate', { certificate: old });
  expect(verdict).toMatchObject({ state: 'failed', fix: expect.stringContaining(`CNAME _1.${NAME} → _2.`) });
  expect(look('certificate', { certificate: { ...old, Type: 'IMPORTED' } })?.fix).toContain('import a new one');
  const late = { ...FINE.certificate, Status: 'VALIDATION_TIMED_OUT' } as const;
  expect(look('certificate', { certificate: late })?.fix).toBe('Request another one: apikit deploy --stage prod');
});

it('a domain that AWS still changes is waited for, and one that it gave up is not', () => {
  const at = (domainNameStatus: 'UPDATING' | 'FAILED') => ({ domain: { ...FINE.domain, domainNameStatus } });
  expect(look('domain', at('UPDATING'))).toMatchObject({ state: 'waiting' });
  expect(look('domain', at('FAILED'))).toMatchObject({ state: 'failed' });
});

it('another server, another API and a refused certificate are named', () => {
  const refused = { ...FINE.handshake, names: 'example.org', refusal: 'ERR_TLS_CERT_ALTNAME_INVALID' };
  expect(look('tls', { handshake: refused as DomainFacts['handshake'] })).toMatchObject({
    state: 'failed',
    says: expect.stringContaining('for example.org, from Amazon'),
  });
  expect(look('mapping', { mappings: [{ basePath: 'v1', restApiId: 'b2', stage: 'qa' }] })).toMatchObject({
    state: 'failed',
    says: `${NAME}/v1 leads to API b2, stage qa, and not to API a1, stage prod.`,
    fix: 'Take it over: apikit deploy --stage prod --adopt',
  });
  expect(look('http', { answer: { status: 200, release: null } })).toMatchObject({ state: 'failed' });
});

it('DNS is asked for the name and its target, and an answer without records is an answer', async () => {
  const code = (of: string) => Promise.reject(Object.assign(new Error(of), { code: of }));
  const lookups: Lookups = {
    resolveCname: () => code('ENODATA'),
    resolve4: ((host: string) => Promise.resolve([host === TARGET ? '192.0.2.2' : '192.0.2.1'])) as Lookups['resolve4'],
    resolve6: (() => code('ENOTFOUND')) as Lookups['resolve6'],
    cancel: () => undefined,
  };
  expect(await askDns(NAME, TARGET, signal, lookups)).toEqual({
    addresses: ['192.0.2.1'],
    targetAddresses: ['192.0.2.2'],
  });
  const broken = { ...lookups, resolveCname: () => code('ESERVFAIL') };
  expect(await askDns(NAME, TARGET, signal, broken)).toMatchObject({ addresses: [], problem: 'ESERVFAIL' });
});
