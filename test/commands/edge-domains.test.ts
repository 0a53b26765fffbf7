/** `domain` with `endpoint: edge` on the embedded cloud, and the change of a domain between both endpoints. */
import {
  ACMClient,
  DescribeCertificateCommand,
  ListCertificatesCommand,
  RequestCertificateCommand,
} from '@aws-sdk/client-acm';
import { APIGatewayClient, CreateDomainNameCommand, GetDomainNamesCommand } from '@aws-sdk/client-api-gateway';
import { ListHostedZonesCommand, ListResourceRecordSetsCommand } from '@aws-sdk/client-route-53';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVERYTHING } from '../helpers/everything-allowed.ts';
import { createZone } from '../helpers/hosted-zone.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

const NAME = 'api.example.com';
/** The hosted zone of all distributions of CloudFront. */
const CLOUDFRONT = 'Z2FDTNDATAQYW2';
const HOME = 'eu-west-1';
/** The policies of the caller; the cloud evaluates them at each call. */
const policies = [EVERYTHING];
let project: Project;

beforeAll(async () => {
  project = await startSmallProject([], { callerPolicies: policies });
  project.edit('apikit.yaml', (text) => text.replace(/^region: .*$/m, `region: ${HOME}`));
  await createZone(project, 'example.com');
});
afterAll(async () => await project.close());

const ask = (settings: string) =>
  project.edit('apikit.yaml', (text) => `${text.slice(0, text.indexOf('stages:'))}stages:\n  dev: { ${settings} }\n`);
const deploy = (...more: string[]) => project.apikit(['deploy', '--stage', 'dev', '--yes', '--json', ...more]);
const plan = async () => {
  const { changes } = await project.json<{ changes: { resource: string; action: string }[] }>([
    'plan',
    '--stage',
    'dev',
  ]);
  return changes.map(({ resource, action }) => `${action} ${resource}`);
};

const settings = () => ({
  endpoint: project.cloud.endpoint,
  credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
});

async function found() {
  const clients = clientsOf(project);
  const gateway = new APIGatewayClient({ ...settings(), region: HOME });
  const { items = [] } = await gateway.send(new GetDomainNamesCommand({}));
  gateway.destroy();
  const dns = await clients.route53();
  const { HostedZones = [] } = await dns.send(new ListHostedZonesCommand({}));
  const listing = new ListResourceRecordSetsCommand({ HostedZoneId: HostedZones[0]?.Id });
  const { ResourceRecordSets = [] } = await dns.send(listing);
  clients.destroy();
  const certificates = await Promise.all([HOME, 'us-east-1'].map(certificatesIn));
  const [domain] = items;
  return {
    types: domain?.endpointConfiguration?.types,
    host: domain?.distributionDomainName ?? domain?.regionalDomainName,
    alias: ResourceRecordSets.find(({ AliasTarget }) => AliasTarget)?.AliasTarget,
    certificates,
  };
}

async function certificatesIn(region: string): Promise<number> {
  const acm = new ACMClient({ ...settings(), region });
  const { CertificateSummaryList = [] } = await acm.send(new ListCertificatesCommand({}));
  acm.destroy();
  return CertificateSummaryList.length;
}

const get = async (path: string) => (await fetch(`${project.cloud.endpoint}/_aws/domain/${NAME}${path}`)).status;

describe('an edge-optimized custom domain', () => {
  it('has a certificate in us-east-1, and leads to its distribution', async () => {
    ask(`endpoint: edge, domain: { name: ${NAME}, basePath: v1 }`);
    const { documents } = await project.json<{ documents: object[] }>(['policy', 'deployer', '--stage', 'dev']);
    policies.splice(0, 1, ...documents.map((one) => JSON.stringify(one)));
    const { code, stderr } = await deploy().finally(() => policies.splice(0, policies.length, EVERYTHING));
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const { types, host, alias, certificates } = await found();
    expect({ types, certificates }).toEqual({ types: ['EDGE'], certificates: [0, 1] });
    expect(host).toMatch(/\.cloudfront\.net$/);
    expect(alias).toMatchObject({ DNSName: expect.stringContaining(String(host)), HostedZoneId: CLOUDFRONT });
    expect(await get('/v1/health')).toBe(200);
    expect(await plan()).toEqual([]);
    const status = await project.json<{ checks: { check: string; state: string }[] }>([
      ...['domain', 'status', '--stage', 'dev'],
    ]);
    expect(status.checks.filter(({ state }) => state === 'failed' || state === 'waiting')).toEqual([]);
  });

  it('keeps its endpoint while the security policy changes, too', async () => {
    ask(
      `endpoint: regional, domain: { name: ${NAME}, basePath: v1, securityPolicy: SecurityPolicy_TLS13_1_2_2021_06 }`,
    );
    const { code, stderr, json } = await deploy();
    expect([code, json<{ error: { code: string } }>().error.code]).toEqual([2, 'DomainCannotChange']);
    expect(stderr).toContain(`The domain ${NAME} cannot become regional now: both endpoints have the same`);
  });

  it('becomes regional and edge-optimized again, and serves all the time', async () => {
    let going = true;
    let sent = 0;
    const failures: number[] = [];
    const load = (async () => {
      while (going) {
        const status = await get('/v1/health');
        sent += 1;
        if (status !== 200) failures.push(status);
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    })();
    ask(`endpoint: regional, domain: { name: ${NAME}, basePath: v1 }`);
    expect(await plan()).toEqual(
      expect.arrayContaining(['create certificate', 'update domain-name', 'update dns-record/domain']),
    );
    const there = await deploy();
    expect({ code: there.code, stderr: there.stderr }).toMatchObject({ code: 0 });
    const regional = await found();
    expect(regional).toMatchObject({ types: ['REGIONAL'], certificates: [1, 0] });
    expect(regional.alias?.DNSName).toContain(String(regional.host));
    expect(await plan()).toEqual([]);
    ask(`endpoint: edge, domain: { name: ${NAME}, basePath: v1 }`);
    const back = await deploy();
    expect({ code: back.code, stderr: back.stderr }).toMatchObject({ code: 0 });
    const edge = await found();
    expect(edge).toMatchObject({ types: ['EDGE'], certificates: [0, 1] });
    expect(edge.alias).toMatchObject({ HostedZoneId: CLOUDFRONT });
    going = false;
    await load;
    expect(failures).toEqual([]);
    expect(sent).toBeGreaterThan(10);
  });

  it('keeps both endpoints until a record elsewhere leads to the new one', async () => {
    ask(`endpoint: regional, domain: { name: ${NAME}, basePath: v1, hostedZone: none }`);
    const { code, stdout, stderr } = await project.apikit(['deploy', '--stage', 'dev', '--yes']);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout + stderr).toContain(`add a CNAME record to DNS: ${NAME} → d-`);
    expect((await found()).types).toEqual(['EDGE', 'REGIONAL']);
    const { code: looked, json } = await project.apikit(['domain', 'status', '--stage', 'dev', '--json']);
    const { checks } = json<{ checks: { check: string; says: string }[] }>();
    expect([looked, checks[0]?.says]).toEqual([
      1,
      expect.stringContaining('has two endpoints, until its name leads to'),
    ]);
    expect(await get('/v1/health')).toBe(200);
  });

  it('goes with both endpoints and both certificates', async () => {
    const { code, stdout, stderr } = await project.apikit(['destroy', '--stage', 'dev', '--yes', '--delete-data']);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout + stderr).toContain(`remove the record of ${NAME} from DNS`);
    expect(await found()).toMatchObject({ types: undefined, certificates: [0, 0] });
  });

  it('goes with its certificate although apikit.yaml names the other endpoint already', async () => {
    ask(`endpoint: edge, domain: { name: ${NAME}, basePath: v1, hostedZone: none }`);
    const { code, stderr } = await deploy();
    expect({ code, stderr }).toMatchObject({ code: 0 });
    ask(`endpoint: regional, domain: { name: ${NAME}, basePath: v1, hostedZone: none }`);
    await project.json(['destroy', '--stage', 'dev', '--yes', '--delete-data']);
    expect(await found()).toMatchObject({ types: undefined, certificates: [0, 0] });
  });

  it('is used as it is by a regional stage if somebody else created it', async () => {
    const acm = new ACMClient({ ...settings(), region: 'us-east-1' });
    const gateway = new APIGatewayClient({ ...settings(), region: HOME });
    // The record that validates it is in the hosted zone, because it is the same for all certificates of the name.
    const { CertificateArn: certificateArn } = await acm.send(
      new RequestCertificateCommand({ DomainName: NAME, ValidationMethod: 'DNS' }),
    );
    await expect
      .poll(
        async () => (await acm.send(new DescribeCertificateCommand({ CertificateArn: certificateArn }))).Certificate,
      )
      .toMatchObject({ Status: 'ISSUED' });
    await gateway.send(
      new CreateDomainNameCommand({ domainName: NAME, certificateArn, endpointConfiguration: { types: ['EDGE'] } }),
    );
    acm.destroy();
    gateway.destroy();
    ask(`endpoint: regional, domain: { name: ${NAME}, basePath: v1, hostedZone: none }`);
    const { code, stderr } = await deploy();
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(await found()).toMatchObject({ types: ['EDGE'], certificates: [0, 1] });
    expect(await get('/v1/health')).toBe(200);
    await project.json(['destroy', '--stage', 'dev', '--yes', '--delete-data']);
    expect(await found()).toMatchObject({ types: ['EDGE'], certificates: [0, 1] });
  });

  it('is refused by name where only regional domains have what is asked for', async () => {
    const refusals: [settings: string, says: string][] = [
      [`endpoint: edge, domain: { name: ${NAME}, mutualTls: { truststore: a.pem } }`, 'needs a regional domain'],
      [`endpoint: edge, domain: { name: ${NAME}, basePath: a/b }`, 'only regional domains have base paths of several'],
      [
        `endpoint: edge, domain: { name: ${NAME}, securityPolicy: SecurityPolicy_TLS13_1_2_2021_06 }`,
        'which domains with endpoint: edge do not have',
      ],
      [
        `endpoint: edge, domain: { name: ${NAME}, certificate: "arn:aws:acm:${HOME}:123456789012:certificate/a" }`,
        'the certificate of an edge-optimized domain is in us-east-1',
      ],
      [`region: cn-north-1, endpoint: edge, domain: { name: ${NAME} }`, 'only in the partition aws'],
      [`endpoint: edge, domain: { name: ${NAME} } }\n  qa: { domain: { name: ${NAME}, basePath: v2 }`, 'share'],
    ];
    for (const [settings, says] of refusals) {
      ask(settings);
      const { code, stderr } = await deploy();
      expect([code, stderr]).toEqual([2, expect.stringContaining(says)]);
    }
  });
});
