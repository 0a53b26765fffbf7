/** A release of an HTTP API with less protection than its contract is never served, whoever opened it. */
import { ApiGatewayV2Client, GetApisCommand, GetRoutesCommand, UpdateRouteCommand } from '@aws-sdk/client-apigatewayv2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guardedRoutes } from '../../src/aws/releases/confirm-http-protection.ts';
import { type CountingProxy, startCountingProxy } from '../helpers/counting-proxy.ts';
import type { Project } from '../helpers/project.ts';
import { startNotes } from './notes-project.ts';

const SIGNED = `  /signed:
    get:
      operationId: getSigned
      security: [{ sigv4: [] }]
      responses: { "200": { description: Signed } }
components:
  securitySchemes:
    sigv4: { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4 }
`;
const DEPLOYING = /^POST \/v2\/apis\/\w+\/deployments$/;
const READING = /^GET \/v2\/apis\/\w+\/routes\b/;

let project: Project;
let proxy: CountingProxy;
let client: ApiGatewayV2Client;
let url: string;
/** A change by somebody else after a definition was put and before it is deployed. */
let meanwhile: (() => Promise<void>) | undefined;

const deploy = (through = proxy) =>
  project.apikit(['deploy', '--stage', 'cheap', '--yes', '--json'], { env: { AWS_ENDPOINT_URL: through.endpoint } });

beforeAll(async () => {
  project = await startNotes('  cheap: { api: http }\n');
  proxy = await startCountingProxy(project.cloud.endpoint, async (call) => {
    if (DEPLOYING.test(call)) await meanwhile?.();
  });
  const region = /^region: (\S+)/m.exec(project.read('apikit.yaml'))?.[1] ?? '';
  const credentials = { accessKeyId: 'somebody', secretAccessKey: 'else' };
  client = new ApiGatewayV2Client({ endpoint: project.cloud.endpoint, region, credentials });
});
afterAll(async () => {
  client?.destroy();
  await proxy?.close();
  await project?.close();
});

async function open(): Promise<void> {
  const [api] = (await client.send(new GetApisCommand({}))).Items ?? [];
  const { Items = [] } = await client.send(new GetRoutesCommand({ ApiId: api?.ApiId, MaxResults: '100' }));
  const { RouteId } = Items.find(({ RouteKey }) => RouteKey === 'GET /signed') ?? {};
  await client.send(new UpdateRouteCommand({ ApiId: api?.ApiId, RouteId, AuthorizationType: 'NONE' }));
}

it('reads no route back if nothing is protected', async () => {
  const { code, stderr } = await deploy();
  expect(code, stderr).toBe(0);
  expect(proxy.calls.filter((call) => READING.test(call))).toEqual([]);
});

it('keeps the release before if somebody opens a route, and the next run creates the release again', async () => {
  project.edit('openapi.yaml', (text) => text + SIGNED);
  project.answer('getSigned');
  meanwhile = open;
  const { code, stderr } = await deploy();
  meanwhile = undefined;
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/GET \/signed has the authorization NONE instead of AWS_IAM/);
  const again = await deploy();
  expect(again.code, again.stderr).toBe(0);
  ({ url } = again.json<{ url: string }>());
  expect((await fetch(`${url}/signed`)).status).toBe(403);
  expect(proxy.calls.filter((call) => READING.test(call))).toHaveLength(2);
});

it('confirms a release that an earlier run created and did not confirm', async () => {
  const stopped = await startCountingProxy(project.cloud.endpoint);
  stopped.answer(READING, { status: 403, type: 'application/json', body: '{"message":"Not now."}' });
  project.edit('src/operations/getSigned.ts', (text) => text.replace('body: {}', 'body: { again: true }'));
  const first = await deploy(stopped);
  await stopped.close();
  expect(first.stdout).toContain('Not now.');
  await open();
  const second = await deploy();
  expect(second.stderr).toMatch(/GET \/signed has the authorization NONE instead of AWS_IAM/);
  expect((await fetch(`${url}/signed`)).status).toBe(403);
  expect((await deploy()).code).toBe(0);
  expect((await fetch(`${url}/signed`)).status).toBe(403);
});

describe('the protection of a route in a definition', () => {
  const authorizer = (type: string) => ({ 'x-amazon-apigateway-authorizer': { type } });
  const components = { securitySchemes: { sigv4: {}, people: authorizer('jwt'), own: authorizer('request') } };
  const of = (security: Record<string, string[]>[]) =>
    guardedRoutes({ components, paths: { '/': { get: { security } } } });

  it('is a signature, a token with its scopes, or an authorizer', () => {
    expect(of([])).toEqual([]);
    expect(of([{ sigv4: [] }])).toEqual([{ route: 'GET /', authorization: 'AWS_IAM', scopes: [] }]);
    expect(of([{ people: ['read'] }])).toEqual([{ route: 'GET /', authorization: 'JWT', scopes: ['read'] }]);
    expect(of([{ own: [] }])).toEqual([{ route: 'GET /', authorization: 'CUSTOM', scopes: [] }]);
  });
});
