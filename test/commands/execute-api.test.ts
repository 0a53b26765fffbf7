/** `endpoint: { executeApi: false }` on the embedded cloud: the API answers only at its custom domain. */
import { GetRestApisCommand, UpdateRestApiCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createZone } from '../helpers/hosted-zone.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

const DOMAIN = 'domain: { name: api.example.com, basePath: v1 }';
let project: Project;
let byDefault = '';

beforeAll(async () => {
  project = await startSmallProject();
  await createZone(project, 'example.com');
});
afterAll(async () => await project.close());

const ask = (settings: string) =>
  project.edit('apikit.yaml', (text) => `${text.slice(0, text.indexOf('stages:'))}stages:\n  dev: { ${settings} }\n`);
const deploy = (...more: string[]) => project.apikit(['deploy', '--stage', 'dev', '--yes', '--json', ...more]);
const ofStage = ['--stage', 'dev'];
const get = async (url: string) => {
  const response = await fetch(`${url}/health`);
  return [response.status, response.status === 403 ? await response.text() : ''];
};

describe('an API without its default address', () => {
  it('is refused without a domain, which would leave it without any address', async () => {
    ask('endpoint: { executeApi: false }');
    const { code, stderr } = await project.apikit(['plan', '--stage', 'dev']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/apikit\.yaml:\d+:\d+ endpoint\.executeApi is false, and the stage has no domain/);
    ask('endpoint: { type: private, executeApi: false, vpcEndpoints: [vpce-0a1b2c3d4e5f60718] }');
    expect((await project.apikit(['plan', '--stage', 'dev'])).stderr).toContain('a private API has no other address');
    ask('api: http, endpoint: { executeApi: false }');
    expect((await project.apikit(['plan', '--stage', 'dev'])).stderr).toContain('and the stage has no domain');
    ask('api: url, endpoint: { executeApi: false }');
    expect((await project.apikit(['plan', '--stage', 'dev'])).stderr).toContain('has no endpoint');
  });

  it('keeps the address of a live stage until its domain leads there', async () => {
    ask('');
    const { url } = (await deploy()).json<{ url: string }>();
    ask(`endpoint: { executeApi: false }, ${DOMAIN}`);
    const { code, stderr } = await deploy();
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('https://api.example.com/v1 does not lead to the stage yet'),
    ]);
    expect(stderr).toContain('deploy the domain first');
    expect(await get(url)).toEqual([200, '']);
  });

  it('answers only at its domain, which every command uses', async () => {
    ask(DOMAIN);
    const first = (await deploy()).json<{ url: string }>();
    byDefault = first.url;
    expect(byDefault).toContain('/_aws/execute-api/');
    expect(await get(byDefault)).toEqual([200, '']);

    ask(`endpoint: { executeApi: false }, ${DOMAIN}`);
    const { code, stderr, json } = await deploy('--smoke');
    const deployed = json<{ url: string; smoke: { live: object } }>();
    expect([code, deployed.smoke.live]).toMatchObject([0, { passed: 1, failed: 0 }]);
    expect(stderr).toContain('The default address of the API is turned off: requests to it get 403');
    const { url } = deployed;
    expect(url).toBe(`${project.cloud.endpoint}/_aws/domain/api.example.com/v1`);
    expect(await get(url)).toEqual([200, '']);
    expect(await get(byDefault)).toEqual([403, '{"message":"Forbidden"}']);

    expect(await project.json(['status', '--stage', 'dev'])).toMatchObject({ url, drift: [] });
    const { value } = await project.json<{ value: string }>([
      ...['keys', 'create', 'a', '--plan', 'basic'],
      ...ofStage,
    ]);
    expect(await project.json(['smoke', ...ofStage, '--key', value])).toMatchObject({ url });
    expect(await project.json(['list'])).toMatchObject({ stages: [{ url }] });
    expect(await project.json(['test', ...ofStage, '--key', value])).toMatchObject({ url });
    expect(await project.json(['domain', 'status', '--stage', 'dev'])).toMatchObject({
      release: expect.any(String),
    });
    expect((await deploy()).json()).toMatchObject({ changed: false });
  });

  it('is not called by apikit if the domain asks for certificates', async () => {
    ask(`endpoint: { executeApi: false }, ${DOMAIN.replace('}', ', mutualTls: { truststore: "s3://bucket/key" } }')}`);
    const { code, stderr } = await project.apikit(['test', '--stage', 'dev']);
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining(
        'the API answers only clients with a certificate, and apikit has none. Nothing was sent.',
      ),
    ]);
    ask(DOMAIN.replace('}', ', mutualTls: { truststore: "s3://bucket/key" } }'));
    expect((await project.apikit(['status', '--stage', 'dev'])).stderr).toContain(
      'Clients without a certificate still reach the API at its default address',
    );
  });

  it('is repaired if somebody turns the address on by hand', async () => {
    ask(`endpoint: { executeApi: false }, ${DOMAIN}`);
    const clients = clientsOf(project);
    const gateway = await clients.apiGateway();
    const { items: [{ id: restApiId } = {}] = [] } = await gateway.send(new GetRestApisCommand({}));
    const on = { op: 'replace' as const, path: '/disableExecuteApiEndpoint', value: 'false' };
    await gateway.send(new UpdateRestApiCommand({ restApiId, patchOperations: [on] }));
    const touched = { op: 'replace' as const, path: '/description', value: '' };
    await gateway.send(new UpdateStageCommand({ restApiId, stageName: 'dev', patchOperations: [touched] }));
    clients.destroy();
    expect(await get(byDefault)).toEqual([200, '']);
    expect(await project.json(['status', '--stage', 'dev'])).toMatchObject({
      drift: [{ resource: 'api', path: 'executeApi', to: false }],
    });
    expect((await deploy()).code).toBe(0);
    expect(await get(byDefault)).toEqual([403, '{"message":"Forbidden"}']);
  });

  it('has both addresses again without the setting', async () => {
    ask(DOMAIN);
    const { stderr, json } = await deploy();
    expect(stderr).toContain('The API answers at its default address again');
    expect(json()).toMatchObject({ url: byDefault });
    expect(await get(byDefault)).toEqual([200, '']);
  });
});
