/** `domain` of a stage with an HTTP API on the embedded cloud, and the move of a domain between front doors. */
import { writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { ListCertificatesCommand } from '@aws-sdk/client-acm';
import { GetBasePathMappingsCommand, GetDomainNamesCommand } from '@aws-sdk/client-api-gateway';
import { GetApiMappingsCommand, GetApisCommand } from '@aws-sdk/client-apigatewayv2';
import { ListResourceRecordSetsCommand } from '@aws-sdk/client-route-53';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import { systemClock } from '../../src/clock.ts';
import { type Identity, makeIdentity } from '../../src/local/tls/x509.ts';
import { startNotes } from '../front-doors/notes-project.ts';
import { EVERYTHING } from '../helpers/everything-allowed.ts';
import { createZone } from '../helpers/hosted-zone.ts';
import type { Project } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

const NAME = 'api.example.com';
/** The policies of the caller; the cloud evaluates them at each call. */
const policies = [EVERYTHING];
let project: Project;
let zone = '';
let clients: Clients;

beforeAll(async () => {
  project = await startNotes('  dev: {}\n  qa: {}\n', policies);
  clients = clientsOf(project, /^region: (\S+)/m.exec(project.read('apikit.yaml'))?.[1]);
  zone = await createZone(project, 'example.com');
});
afterAll(async () => {
  clients.destroy();
  await project.close();
});

const ask = (stage: 'dev' | 'qa', setting: string) =>
  project.edit('apikit.yaml', (text) =>
    text.replace(new RegExp(`^  ${stage}: .*$`, 'm'), `  ${stage}: { ${setting} }`),
  );

const deploy = async (stage: string, ...more: string[]) => {
  const { code, stderr, json } = await project.apikit(['deploy', '--stage', stage, '--yes', '--json', ...more]);
  return { code, stderr, json };
};

async function listener(): Promise<{ ca: string; port: number }> {
  const [health, authority] = await Promise.all(
    ['/_apikit/health', '/_apikit/ca.pem'].map((path) => fetch(`${project.cloud.endpoint}${path}`)),
  );
  const { domainPort } = (await health!.json()) as { domainPort: number };
  return { ca: await authority!.text(), port: domainPort };
}

/** Returns the status and the release of a request over TLS to the domain. */
async function get(path: string, { ca, port }: { ca: string; port: number }, as?: Identity) {
  const shown = as && { cert: as.certificate, key: as.key };
  const agent = new Agent({
    ca,
    ...shown,
    servername: NAME,
    lookup: (_host, _options, done) => done(null, '127.0.0.1', 4),
  });
  return await new Promise<{ status: number; release: unknown; body: string }>((resolve, reject) => {
    const sent = request({ agent, host: '127.0.0.1', port, path, headers: { host: NAME } }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += String(chunk)));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, release: response.headers['x-apikit-release'], body }),
      );
    });
    sent.on('error', reject).end();
  }).finally(() => agent.destroy());
}

async function found() {
  const [gateway, version2] = await Promise.all([clients.apiGateway(), clients.apiGatewayV2()]);
  const [acm, dns] = await Promise.all([clients.acm(), clients.route53()]);
  const { items = [] } = await gateway.send(new GetDomainNamesCommand({}));
  const mappings = await Promise.all(
    items.map(async ({ domainName: DomainName }) => {
      const { Items = [] } = await version2.send(new GetApiMappingsCommand({ DomainName }));
      return Items.map(({ ApiMappingKey, Stage, ApiId }) => ({ path: ApiMappingKey, stage: Stage, api: ApiId }));
    }),
  );
  const { Items: apis = [] } = await version2.send(new GetApisCommand({}));
  const { CertificateSummaryList = [] } = await acm.send(new ListCertificatesCommand({}));
  const { ResourceRecordSets = [] } = await dns.send(new ListResourceRecordSetsCommand({ HostedZoneId: zone }));
  return {
    domains: items.map(({ domainName }) => domainName),
    mappings: mappings.flat().sort((a, b) => String(a.path).localeCompare(String(b.path))),
    httpApis: apis.map(({ ApiId }) => ApiId),
    certificates: CertificateSummaryList.map(({ DomainName }) => DomainName),
    aliases: ResourceRecordSets.filter(({ AliasTarget }) => AliasTarget).map(({ Name }) => Name),
  };
}

describe('a custom domain of an HTTP API', () => {
  it('leads to the stage, with a base path of several segments', async () => {
    ask('dev', `api: http, domain: { name: ${NAME}, basePath: shop/v1 }`);
    const { code, stderr } = await deploy('dev');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const at = await listener();
    expect((await get('/shop/v1/notes/latest', at)).status).toBe(200);
    expect((await get('/shop/notes/latest', at)).status).toBe(403);
    const { httpApis, mappings } = await found();
    expect(mappings).toEqual([{ path: 'shop/v1', stage: 'dev', api: httpApis[0] }]);
    const status = await project.apikit(['domain', 'status', '--stage', 'dev', '--json']);
    const { checks } = status.json<{ checks: { check: string; state: string }[] }>();
    expect(Object.fromEntries(checks.map(({ check, state }) => [check, state]))).toEqual({
      ...{ domain: 'ok', certificate: 'ok', dns: 'unknown', tls: 'ok', mapping: 'ok', http: 'ok' },
    });
    const { changed } = await project.json<{ changed: boolean }>(['deploy', '--stage', 'dev', '--yes']);
    expect(changed).toBe(false);
  });

  it('is shared with a REST API, whose mapping version 1 of API Gateway would refuse', async () => {
    ask('qa', `api: rest, domain: { name: ${NAME} }`);
    const { code, stderr } = await deploy('qa');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const at = await listener();
    expect((await get('/notes/latest', at)).status).toBe(200);
    expect((await get('/shop/v1/notes/latest', at)).status).toBe(200);
    expect((await found()).mappings.map(({ path, stage }) => [path, stage])).toEqual([
      ['', 'qa'],
      ['shop/v1', 'dev'],
    ]);
  });

  it('answers only at the domain if its default address is turned off', async () => {
    ask('dev', `api: http, domain: { name: ${NAME}, basePath: shop/v1 }, endpoint: { executeApi: false }`);
    const { code, stderr, json } = await deploy('dev');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const [api] = (await found()).httpApis;
    const direct = await fetch(`${project.cloud.endpoint}/_aws/execute-api/${api}/dev/notes/latest`);
    expect([direct.status, await direct.text()]).toEqual([403, '{"message":"Forbidden"}']);
    expect((await get('/shop/v1/notes/latest', await listener())).status).toBe(200);
    ask('dev', `api: http, domain: { name: ${NAME}, basePath: shop/v1 }`);
    expect((await deploy('dev')).code).toBe(0);
    expect((await fetch(`${project.cloud.endpoint}/_aws/execute-api/${api}/dev/notes/latest`)).status).toBe(200);
    // The domain is no part of a release, and the stage may have left it.
    const back = await project.apikit(['rollback', json<{ release: string }>().release, '--stage', 'dev', '--yes']);
    expect([back.code, back.stderr]).toEqual([1, expect.stringContaining('It answers only at a custom domain')]);
  });

  it('stays at the front door that serves it while the new one does not', async () => {
    const [before] = (await found()).mappings;
    const written = project.read('src/operations/latestNote.ts');
    project.edit('src/operations/latestNote.ts', (text) => `${text}throw new Error('broken');\n`);
    ask('qa', `api: http, domain: { name: ${NAME} }`);
    let ahead = 0;
    const clock = {
      now: () => Date.now() + ahead,
      async sleep(milliseconds: number, signal?: AbortSignal) {
        ahead += milliseconds * 0.9;
        await systemClock.sleep(milliseconds / 10, signal);
      },
    };
    const { code, stderr } = await project.apikit(['deploy', '--stage', 'qa', '--yes'], { clock });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/does not answer with release .*HTTP 5\d\d without/)]);
    expect(stderr).toContain('still leads to the front door that the stage had before');
    expect((await found()).mappings[0]).toEqual(before);
    expect((await get('/notes/latest', await listener())).status).toBe(200);
    project.edit('src/operations/latestNote.ts', () => written);
  });

  it('moves from one front door to the other and back without a failed request', async () => {
    const at = await listener();
    const releases = new Set<unknown>();
    const failures: unknown[] = [];
    let sent = 0;
    let going = true;
    const load = async () => {
      while (going) {
        sent += 1;
        await get('/notes/latest', at)
          .then(({ status, release, body }) => {
            releases.add(release);
            if (status !== 200) failures.push([status, body]);
          })
          .catch((error: unknown) => failures.push(String(error)));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const loops = [load(), load()];
    const before = await found();
    ask('qa', `api: http, domain: { name: ${NAME} }`);
    const { changes } = await project.json<{ changes: { resource: string; action: string }[] }>([
      ...['plan', '--stage', 'qa'],
    ]);
    expect(changes).toContainEqual(expect.objectContaining({ resource: 'base-path-mapping', action: 'update' }));
    // The permissions that `policy deployer` prints are enough for the move.
    const { documents } = await project.json<{ documents: object[] }>(['policy', 'deployer', '--stage', 'qa']);
    policies.splice(0, 1, ...documents.map((one) => JSON.stringify(one)));
    const there = await deploy('qa').finally(() => policies.splice(0, policies.length, EVERYTHING));
    const moved = await found();
    ask('qa', `api: rest, domain: { name: ${NAME} }`);
    const canary = await deploy('qa', '--canary', '10');
    expect([canary.code, canary.stderr]).toEqual([1, expect.stringContaining('so it cannot go with a canary')]);
    const back = await deploy('qa');
    const again = await found();
    going = false;
    await Promise.all(loops);
    expect([there.code, back.code, there.stderr, back.stderr]).toMatchObject([
      0,
      0,
      expect.anything(),
      expect.anything(),
    ]);
    expect(failures).toEqual([]);
    expect(sent).toBeGreaterThan(20);
    const apiOf = ({ mappings }: Awaited<ReturnType<typeof found>>) => mappings.find(({ path }) => path === '')?.api;
    expect(moved.httpApis).toContain(apiOf(moved));
    expect(apiOf(moved)).not.toBe(apiOf(before));
    expect(apiOf(again)).toBe(apiOf(before));
  });

  it('leaves the front door that the stage had, and goes with the last stage', async () => {
    const qa = await project.json<{ left: unknown[]; kept: { resource: string; why: string }[] }>([
      ...['destroy', '--stage', 'qa', '--yes', '--delete-data'],
    ]);
    expect(qa.left).toEqual([]);
    // Both front doors have the tag of the domain, which dev still uses. It is named once.
    expect(qa.kept.filter(({ resource }) => resource.startsWith('domain-name'))).toHaveLength(1);
    expect((await found()).mappings.map(({ path }) => path)).toEqual(['shop/v1']);
    expect((await get('/shop/v1/notes/latest', await listener())).status).toBe(200);
    ask('dev', 'api: http');
    expect((await deploy('dev')).code).toBe(0);
    expect(await found()).toMatchObject({ domains: [], mappings: [], certificates: [], aliases: [] });
    const dev = await project.json<{ left: unknown[] }>(['destroy', '--stage', 'dev', '--yes', '--delete-data']);
    expect(dev.left).toEqual([]);
  });

  it('asks clients for certificates', async () => {
    const now = Date.now();
    const made = (commonName: string, use: 'authority' | 'client', issuer?: Identity) =>
      makeIdentity({
        ...{ commonName, use, notBefore: now - 60_000, notAfter: now + 3_600_000, serial: Buffer.from([1]) },
        ...(issuer && { issuer: { commonName: 'root', key: issuer.key } }),
      });
    const authority = made('root', 'authority');
    writeFileSync(join(project.dir, 'clients.pem'), authority.certificate);
    ask('qa', 'api: rest');
    project.edit(
      'src/operations/latestNote.ts',
      () => `export const latestNote = async ({ event: { requestContext: { identity } } }) =>
        ({ status: 200, headers: { 'content-type': 'text/plain' }, body: identity.clientCert?.subjectDN ?? 'none' });\n`,
    );
    ask('dev', `api: http, domain: { name: ${NAME}, mutualTls: { truststore: clients.pem } }`);
    const { documents } = await project.json<{ documents: object[] }>(['policy', 'deployer', '--stage', 'dev']);
    policies.splice(0, 1, ...documents.map((one) => JSON.stringify(one)));
    const { code, stderr } = await deploy('dev').finally(() => policies.splice(0, policies.length, EVERYTHING));
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const at = await listener();
    expect(await get('/notes/latest', at, made('client', 'client', authority))).toMatchObject({
      status: 200,
      body: expect.stringContaining('CN=client'),
    });
    const stranger = made('client', 'client', made('root', 'authority'));
    expect(await get('/notes/latest', at, stranger)).toMatchObject({ status: 403 });
    await expect(get('/notes/latest', at)).rejects.toThrow();
    const { left } = await project.json<{ left: unknown[] }>(['destroy', '--stage', 'dev', '--yes', '--delete-data']);
    expect([left, (await found()).domains]).toEqual([[], []]);
  });

  it('is refused by name where API Gateway has no mapping for the front door', async () => {
    ask('dev', `api: url, domain: { name: ${NAME} }`);
    const { stderr } = await deploy('dev');
    expect(stderr).toContain('A function URL (api: url) has no domain.');
    ask('dev', `api: http, domain: { name: ${NAME}, securityPolicy: SecurityPolicy_TLS13_1_2_2021_06 }`);
    const refused = await deploy('dev');
    expect(refused.stderr).toContain('API Gateway maps HTTP APIs (api: http) only to domains with TLS_1_2');
    const gateway = await clients.apiGateway();
    await expect(gateway.send(new GetBasePathMappingsCommand({ domainName: NAME }))).rejects.toThrow();
  });
});
