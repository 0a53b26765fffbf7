/** `domain` of a stage on the embedded cloud: a life of two stages that share one domain. */
import { request } from 'node:http';
import { ACMClient, ListCertificatesCommand, RequestCertificateCommand } from '@aws-sdk/client-acm';
import { APIGatewayClient, GetBasePathMappingsCommand, GetDomainNamesCommand } from '@aws-sdk/client-api-gateway';
import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { basePathMappingKind } from '../../src/aws/kinds/base-path-mapping/base-path-mapping.ts';
import { dnsRecordKind } from '../../src/aws/kinds/dns-record/dns-record.ts';
import { systemClock } from '../../src/clock.ts';
import { shakeHands } from '../../src/stage/domain/handshake.ts';
import { EVERYTHING } from '../helpers/everything-allowed.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

const NAME = 'api.example.com';
const ENHANCED = 'SecurityPolicy_TLS13_1_2_2021_06';
/** The policies of the caller; the cloud evaluates them at each call. */
const policies = [EVERYTHING];
let project: Project;
let zone = '';
let settings: ConstructorParameters<typeof APIGatewayClient>[0];

beforeAll(async () => {
  project = await startSmallProject([], { callerPolicies: policies });
  project.edit(
    'apikit.yaml',
    (text) => `${text.slice(0, text.indexOf('stages:'))}stages:
  dev: {}
  qa: {}
`,
  );
  settings = {
    endpoint: project.cloud.endpoint,
    region: /^region: (\S+)/m.exec(project.read('apikit.yaml'))?.[1] ?? '',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
  };
});
afterAll(async () => await project.close());

const ask = (stage: 'dev' | 'qa', domain: string) =>
  project.edit('apikit.yaml', (text) => text.replace(new RegExp(`^  ${stage}: .*$`, 'm'), `  ${stage}: { ${domain} }`));

/** Returns the status of a request to the domain. */
const get = (path: string) =>
  new Promise<number>((resolve, reject) => {
    const sent = request(`${project.cloud.endpoint}${path}`, { headers: { host: NAME } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject).end();
  });

const deploy = (stage: string, ...more: string[]) =>
  project.apikit(['deploy', '--stage', stage, '--yes', '--json', ...more]);

/** Returns the exit code of `domain status`, the state of each part, and the text. */
async function look(stage: string) {
  const { code, json } = await project.apikit(['domain', 'status', '--stage', stage, '--json']);
  const seen = json<{
    checks: { check: string; state: string; says: string; fix: string | null }[];
    release: unknown;
  }>();
  const states = Object.fromEntries(seen.checks.map(({ check, state }) => [check, state]));
  const text = seen.checks.map(({ says, fix }) => `${says} ${fix}`).join('\n');
  return { ...seen, code, states, text };
}

const IN_ORDER = { domain: 'ok', certificate: 'ok', dns: 'unknown', tls: 'ok', mapping: 'ok', http: 'ok' };

async function found() {
  const gateway = new APIGatewayClient(settings ?? {});
  const { items = [] } = await gateway.send(new GetDomainNamesCommand({}));
  const mapped = await Promise.all(
    items.map(
      async ({ domainName }) => (await gateway.send(new GetBasePathMappingsCommand({ domainName }))).items ?? [],
    ),
  );
  const { CertificateSummaryList = [] } = await new ACMClient(settings ?? {}).send(new ListCertificatesCommand({}));
  const { ResourceRecordSets = [] } = await new Route53Client(settings ?? {}).send(
    new ListResourceRecordSetsCommand({ HostedZoneId: zone }),
  );
  return {
    records: ResourceRecordSets.filter(({ Type }) => Type !== 'NS' && Type !== 'SOA').map(
      ({ Name, Type, AliasTarget }) => `${Type} ${Name?.replace(/^_[0-9a-f]+/, '_')}${AliasTarget ? ' alias' : ''}`,
    ),
    domains: items.map(({ domainName, tags }) => [domainName, tags]),
    paths: mapped
      .flat()
      .map(({ basePath }) => basePath)
      .sort(),
    certificates: CertificateSummaryList.map(({ DomainName }) => DomainName),
  };
}

describe('a custom domain', () => {
  it('waits for the record of its certificate, which does not delay the stage', async () => {
    ask('dev', `domain: { name: ${NAME}, basePath: v1, hostedZone: none }`);
    const failed = await deploy('dev');
    expect(failed.code).toBe(1);
    const { error } = failed.json<{ error: { message: string; failed: { resource: string; code: string }[] } }>();
    expect(error.failed.map(({ resource, code }) => [resource, code])).toEqual([['domain-name', 'CertificatePending']]);
    const [, name = '', value = ''] = /CNAME (\S+) → (\S+)\. /.exec(error.message) ?? [];
    expect(name).toMatch(/^_[0-9a-f]+\.api\.example\.com$/);

    const early = await look('dev');
    expect(early.code).toBe(1);
    expect(early.states).toEqual({
      ...{ domain: 'waiting', certificate: 'waiting' },
      ...{ dns: 'unknown', tls: 'unknown', mapping: 'unknown', http: 'unknown' },
    });
    expect(early.text).toContain(`CNAME ${name} → ${value}. Add this record`);

    const dns = new Route53Client(settings ?? {});
    const { HostedZone } = await dns.send(new CreateHostedZoneCommand({ Name: 'example.com', CallerReference: '1' }));
    zone = HostedZone?.Id ?? '';
    const ResourceRecordSet = { Name: name, Type: 'CNAME' as const, TTL: 300, ResourceRecords: [{ Value: value }] };
    const ChangeBatch = { Changes: [{ Action: 'CREATE' as const, ResourceRecordSet }] };
    await dns.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: zone, ChangeBatch }));
    const done = await deploy('dev');
    expect(done.stderr).toBe('');
    expect(await get('/v1/health')).toBe(200);
    expect(await get('/health')).toBe(403);
    expect(await found()).toEqual({
      domains: [[NAME, { 'apikit:domain': NAME }]],
      paths: ['v1'],
      certificates: [NAME],
      records: ['CNAME _.api.example.com.'],
    });
    ask('dev', `domain: { name: ${NAME}, basePath: v1 }`);
    const { changes } = await project.json<{ changes: { resource: string }[] }>(['deploy', '--stage', 'dev', '--yes']);
    expect(changes.map(({ resource }) => resource)).toEqual(['dns-record/domain']);
    expect((await found()).records).toEqual(['A api.example.com. alias', 'CNAME _.api.example.com.']);
  });

  it('is looked at from outside by a reader', async () => {
    const { documents } = await project.json<{ documents: object[] }>(['policy', 'reader', '--stage', 'dev']);
    policies.splice(0, 1, ...documents.map((one) => JSON.stringify(one)));
    const { code, states, text, release } = await look('dev').finally(() =>
      policies.splice(0, policies.length, EVERYTHING),
    );
    expect({ code, states, text }).toMatchObject({ code: 0, states: IN_ORDER });
    expect(text).toContain(`The certificate of the server is for ${NAME}, from apikit's embedded cloud`);
    expect(text).toContain(`serves release ${String(release)}.`);
    expect(text).toMatch(/DNS is not looked up: the stage is at http:.* on this machine/);
    const { stdout } = await project.apikit(['domain', 'status', '--stage', 'dev']);
    expect(stdout).toContain(`✔ mapping      ${NAME}/v1 leads to API `);
    const none = await project.apikit(['domain', 'status', '--stage', 'qa']);
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('Stage qa has no domain in apikit.yaml.');
  });

  it('has a certificate that clients refuse if they do not know who signed it', async () => {
    const health = await fetch(`${project.cloud.endpoint}/_apikit/health`);
    const { domainPort: port } = (await health.json()) as { domainPort: number };
    const { signal } = new AbortController();
    expect(await shakeHands(NAME, { host: '127.0.0.1', port }, signal)).toMatchObject({
      names: NAME,
      refusal: expect.stringMatching(/SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO/),
    });
    expect(await shakeHands('other.example.com', { host: '127.0.0.1', port }, signal)).toEqual({
      problem: expect.not.stringContaining('\n'),
    });
  });

  it('needs no write when nothing has changed', async () => {
    const { calls, changed } = await project.json<{ calls: { total: number; writes: number }; changed: boolean }>([
      ...['deploy', '--stage', 'dev', '--yes'],
    ]);
    expect({ changed, ...calls }).toMatchObject({ changed: false });
    expect(calls.total).toBeLessThanOrEqual(25);
  });

  it('is shared by stages, and a base path of another stage moves only if it is agreed to', async () => {
    ask('qa', `domain: { name: ${NAME}, basePath: v1 }`);
    const twice = await deploy('qa');
    expect(twice.stderr).toContain('Stages dev and qa both ask for api.example.com/v1');
    ask('dev', `domain: { name: ${NAME}, basePath: old }`);
    const refused = await deploy('qa');
    expect(refused.json<{ error: { code: string } }>().error.code).toBe('NotOurs');
    expect(refused.stderr).toContain('base-path-mapping api.example.com/v1');
    expect((await deploy('qa', '--adopt')).code).toBe(0);
    expect(await get('/v1/health')).toBe(200);

    const before = await look('dev');
    expect(before.states).toEqual({ ...IN_ORDER, mapping: 'failed', http: 'failed' });
    expect(before.text).toContain(`${NAME}/old leads to no API. Map it to the stage: apikit deploy --stage dev`);
    expect(before.text).toContain(`https://${NAME}/old answers with 403, and names no release of apikit.`);
    const { findings } = (await project.apikit(['doctor', '--stage', 'dev', '--json'])).json<{
      findings: { check: string; says: string; command: string | null }[];
    }>();
    expect(findings.filter(({ check }) => check === 'custom-domain')).toContainEqual(
      expect.objectContaining({
        says: `${NAME}/old leads to no API.`,
        command: 'apikit domain status --stage dev',
      }),
    );
    const moved = await deploy('dev');
    expect(moved.code).toBe(0);
    expect(await get('/old/health')).toBe(200);
    expect(await found()).toMatchObject({ paths: ['old', 'v1'], certificates: [NAME] });
  });

  it('keeps what another stage has taken between the plan and the removal', async () => {
    const clients = clientsOf(project);
    const target = { account: '000000000000', region: settings?.region as string, partition: 'aws' };
    const parts = { clients, clock: systemClock, artifacts: new Map(), target };
    const notes: string[] = [];
    const context = { note: (text: string) => void notes.push(text), signal: new AbortController().signal };
    const of = { domain: NAME, api: 'former', stage: 'dev' };
    const records = dnsRecordKind(parts);
    const properties = { ...of, record: NAME, type: 'A' as const, value: 'x' };
    const record = { id: 'dns-record/domain', kind: 'dns-record' as const, name: NAME, properties };
    const set = await records.read(record, context);
    await records.remove(record, set!, context);
    const mappings = basePathMappingKind(parts);
    const mapping = {
      ...{ id: 'base-path-mapping', kind: 'base-path-mapping' as const, name: `${NAME}/v1` },
      properties: { ...of, basePath: 'v1' },
    };
    const mapped = await mappings.read(mapping, context);
    await mappings.remove(mapping, mapped!, context);
    clients.destroy();
    const { records: left, paths } = await found();
    expect([left[0], paths]).toEqual(['A api.example.com. alias', ['old', 'v1']]);
    expect(notes).toEqual([
      expect.stringContaining('it stays, because others use the domain: api.example.com/'),
      expect.stringMatching(/^it stays, because it leads to API \w+, stage qa$/),
    ]);
  });

  it('is left by the stage that no longer has it, and goes with the last one', async () => {
    ask('dev', `domain: { name: ${NAME}, basePath: new }`);
    expect((await deploy('dev')).code).toBe(0);
    expect(await found()).toMatchObject({ paths: ['new', 'v1'] });
    ask('dev', '');
    const { changes, kept } = await project.json<{
      changes: { resource: string; action: string }[];
      kept: { resource: string; why: string }[];
    }>(['plan', '--stage', 'dev']);
    expect(changes.map(({ resource, action }) => [resource, action])).toEqual([
      ['api', 'update'],
      ['base-path-mapping/api.example.com/new', 'delete'],
    ]);
    expect(kept.map(({ resource }) => resource)).toContain('domain-name/api.example.com/new');
    expect((await deploy('dev')).code).toBe(0);
    expect(await found()).toMatchObject({ paths: ['v1'], domains: [[NAME, expect.anything()]] });
    expect(await get('/v1/health')).toBe(200);

    const { removed, left } = await project.json<{ removed: string[]; left: unknown[] }>([
      ...['destroy', '--stage', 'qa', '--yes', '--delete-data'],
    ]);
    expect(removed).toEqual(expect.arrayContaining(['base-path-mapping', 'domain-name', 'certificate', 'api']));
    expect(left).toEqual([]);
    // Certificates of the name in other regions are renewed with the same record.
    const records = ['CNAME _.api.example.com.'];
    expect(await found()).toEqual({ domains: [], paths: [], certificates: [], records });
  });

  it('has the certificate that apikit.yaml names, and the one that apikit requested goes', async () => {
    ask('dev', `domain: { name: ${NAME}, basePath: old }`);
    expect((await deploy('dev')).code).toBe(0);
    const acm = new ACMClient(settings ?? {});
    const listed = async () => (await acm.send(new ListCertificatesCommand({}))).CertificateSummaryList ?? [];
    const [before] = await listed();
    // The record that validates certificates of the name is there already.
    const { CertificateArn = '' } = await acm.send(
      new RequestCertificateCommand({ DomainName: NAME, ValidationMethod: 'DNS', IdempotencyToken: 'own' }),
    );
    ask(
      'dev',
      `domain: { name: ${NAME}, basePath: old, certificate: "${CertificateArn}", securityPolicy: ${ENHANCED} }`,
    );
    expect((await deploy('dev')).code).toBe(0);
    expect(before?.CertificateArn).not.toBe(CertificateArn);
    expect((await listed()).map((one) => one.CertificateArn)).toEqual([CertificateArn]);
    const gateway = new APIGatewayClient(settings ?? {});
    const domain = async () => (await gateway.send(new GetDomainNamesCommand({}))).items?.[0];
    expect(await domain()).toMatchObject({ securityPolicy: ENHANCED, endpointAccessMode: 'BASIC' });
    ask('dev', `domain: { name: ${NAME}, basePath: old, securityPolicy: TLS_1_2 }`);
    expect((await deploy('dev')).code).toBe(0);
    const older = await domain();
    expect([older?.securityPolicy, older?.endpointAccessMode]).toEqual(['TLS_1_2', undefined]);
    acm.destroy();
    gateway.destroy();
  });
});
