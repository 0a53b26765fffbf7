/** The effect of the settings of `x-apikit`, as a client of the embedded gateway sees it. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StageConfig } from '../../src/config/config.ts';
import { parseContract } from '../../src/contract/load-contract.ts';
import { FACTS, HEAD, stageConfig } from './fixtures.ts';
import { type ContractCloud, startContractCloud } from './serve-contract.ts';

let served: ContractCloud;
let backend: Server;
let backendUrl: string;
/** The requests that the backend received, newest last. */
let asked: IncomingMessage[] = [];

beforeAll(async () => {
  backend = createServer((request, response) => {
    asked.push(request);
    const status = request.url?.startsWith('/missing') ? 404 : 200;
    response.writeHead(status, { 'content-type': 'application/json', 'x-count': String(asked.length) });
    response.end(JSON.stringify({ count: asked.length, url: request.url }));
  });
  await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
  backendUrl = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`;
  served = await startContractCloud();
});
afterAll(async () => {
  await served.close();
  backend.closeAllConnections();
  await new Promise((resolve) => backend.close(resolve));
});

const cachedStage = (
  cache: Partial<NonNullable<StageConfig['cache']>> = {},
  cors?: StageConfig['cors'],
): StageConfig => ({
  ...stageConfig(),
  cache: { size: '0.5', ttl: 300, encrypted: true, invalidation: 'warn', ...cache },
  ...(cors && { cors }),
});

/** Deploys one GET /things/{id} with the settings. */
async function serveThing(settings: string, config?: StageConfig, parameters = ''): Promise<string> {
  asked = [];
  const text = `${HEAD}paths:
  /things/{id}:
    get:
      operationId: getThing
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: status, in: query, schema: { type: string } }
        - { name: page, in: query, schema: { type: string } }
        - { name: X-Shop, in: header, schema: { type: string } }
${parameters}
      x-apikit: ${settings}
`;
  const { url } = await served.serve(parseContract(text, 'openapi.yaml'), config);
  return url;
}

const proxy = () => `integration: { type: http_proxy, uri: "${backendUrl}/things/{id}" }`;
const countOf = async (url: string, headers: Record<string, string> = {}) => {
  const response = await fetch(url, { headers });
  return ((await response.json()) as { count: number }).count;
};

describe('a cache', () => {
  it('repeats the response for the same keys, and calls the backend for other keys', async () => {
    const url = await serveThing(
      `{ cache: { keys: [query.status, header.X-Shop, path.id] }, ${proxy()} }`,
      cachedStage(),
    );
    expect(await countOf(`${url}/things/1?status=a`)).toBe(1);
    expect(await countOf(`${url}/things/1?status=a`)).toBe(1);
    // Without a cache key, another page gets the same response.
    expect(await countOf(`${url}/things/1?status=a&page=2`)).toBe(1);
    expect(await countOf(`${url}/things/1?status=b`)).toBe(2);
    expect(await countOf(`${url}/things/2?status=a`)).toBe(3);
    expect(await countOf(`${url}/things/1?status=a`, { 'x-shop': 'two' })).toBe(4);
    expect(await countOf(`${url}/things/1?status=a`)).toBe(1);
  });

  it('without keys uses the whole path and query as the key', async () => {
    const url = await serveThing(`{ cache: {}, ${proxy()} }`, cachedStage());
    expect(await countOf(`${url}/things/1?page=1`)).toBe(1);
    expect(await countOf(`${url}/things/1?page=2`)).toBe(2);
    expect(await countOf(`${url}/things/2?page=1`)).toBe(3);
    expect(await countOf(`${url}/things/1?page=1`, { 'x-shop': 'two' })).toBe(1);
  });

  it('caches only operations with a cache', async () => {
    const url = await serveThing(`{ ${proxy()} }`, cachedStage());
    expect(await countOf(`${url}/things/1`)).toBe(1);
    expect(await countOf(`${url}/things/1`)).toBe(2);
    const throttled = await serveThing(`{ throttle: { rate: 100, burst: 100 }, ${proxy()} }`, cachedStage());
    expect(await countOf(`${throttled}/things/1`)).toBe(1);
    expect(await countOf(`${throttled}/things/1`)).toBe(2);
  });

  it.each([
    ['warn', 200, 1, true],
    ['ignore', 200, 1, false],
    ['anyone', 200, 2, false],
  ] as const)(
    'responds to a caller without permission to invalidate according to invalidation: %s',
    async (invalidation, status, count, warned) => {
      const url = await serveThing(`{ cache: {}, ${proxy()} }`, cachedStage({ invalidation }));
      await countOf(`${url}/things/1`);
      const fresh = await fetch(`${url}/things/1`, { headers: { 'cache-control': 'max-age=0' } });
      expect(fresh.status).toBe(status);
      expect(await fresh.json()).toMatchObject({ count });
      expect(fresh.headers.has('warning')).toBe(warned);
    },
  );

  it('rejects an invalidation with the envelope', async () => {
    const url = await serveThing(`{ cache: {}, ${proxy()} }`, cachedStage({ invalidation: 'refuse' }));
    const refused = await fetch(`${url}/things/1`, { headers: { 'cache-control': 'max-age=0' } });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: 'ACCESS_DENIED', details: [] });
  });

  it('caches by origin if the response names the origin', async () => {
    const origins = ['https://a.example', 'https://b.example'];
    const cors = { origins, loopback: false, credentials: false, allowHeaders: [], exposeHeaders: [], maxAge: 1 };
    const integration = `integration: { type: http, uri: "${backendUrl}/x", responses: { default: {} } }`;
    const url = await serveThing(`{ cache: { keys: [path.id] }, ${integration} }`, cachedStage({}, cors));
    const ask = async (origin: string) => {
      const response = await fetch(`${url}/things/1`, { headers: { origin } });
      const { count } = (await response.json()) as { count: number };
      return { count, allowed: response.headers.get('access-control-allow-origin') };
    };
    expect(await ask('https://a.example')).toEqual({ count: 1, allowed: 'https://a.example' });
    expect(await ask('https://b.example')).toEqual({ count: 2, allowed: 'https://b.example' });
    expect(await ask('https://a.example')).toEqual({ count: 1, allowed: 'https://a.example' });
  });
});

describe('a throttle', () => {
  it('limits its operation, in the envelope, and no other', async () => {
    const text = `${HEAD}paths:
  /slow: { get: { operationId: slow, x-apikit: { throttle: { rate: 0, burst: 0 }, integration: { type: mock } } } }
  /fast: { get: { operationId: fast, x-apikit: { integration: { type: mock } } } }
`;
    const { url } = await served.serve(parseContract(text, 'openapi.yaml'));
    const refused = await fetch(`${url}/slow`);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toMatchObject({ code: 'THROTTLED', details: [] });
    expect((await fetch(`${url}/fast`)).status).toBe(200);
  });
});

describe('a custom integration', () => {
  it('mock: a status, mapped headers and a body by template', async () => {
    const url = await serveThing(`
        integration:
          type: mock
          responses:
            default:
              statusCode: 203
              responseParameters: { method.response.header.X-From: "'mock'" }
              responseTemplates: { application/json: '{"id": "$input.params("id")"}' }`);
    const response = await fetch(`${url}/things/7`);
    expect([response.status, response.headers.get('x-from')]).toEqual([203, 'mock']);
    expect(await response.json()).toEqual({ id: '7' });
  });

  it('http: parameters, templates and statuses', async () => {
    const url = await serveThing(`
        timeout: 2
        integration:
          type: http
          uri: ${backendUrl}/{kind}/{id}
          httpMethod: POST
          requestParameters:
            integration.request.path.kind: method.request.querystring.status
            integration.request.header.X-Tenant: method.request.header.X-Shop
          requestTemplates: { application/json: '{"wanted": "$input.params("id")"}' }
          responses:
            default:
              responseParameters: { method.response.header.X-Count: integration.response.header.x-count }
            "404":
              statusCode: 404
              responseTemplates: { application/json: '{"code":"NOT_FOUND"}' }`);
    const found = await fetch(`${url}/things/7?status=old`, { headers: { 'x-shop': 'one' } });
    expect([found.status, found.headers.get('x-count')]).toEqual([200, '1']);
    expect(await found.json()).toMatchObject({ url: '/old/7' });
    expect(asked[0]).toMatchObject({ method: 'POST', headers: { 'x-tenant': 'one' } });
    const missing = await fetch(`${url}/things/7?status=missing`);
    expect([missing.status, await missing.json()]).toEqual([404, { code: 'NOT_FOUND' }]);
  });

  it('aws: a service, with a role by its ARN and the placeholders of API Gateway', async () => {
    const options = {
      endpoint: served.cloud.endpoint,
      region: FACTS.region,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    const iam = new IAMClient(options);
    const ssm = new SSMClient(options);
    const trust = { Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'sts:AssumeRole' };
    const allow = { Effect: 'Allow', Action: 'ssm:GetParameter', Resource: '*' };
    const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await iam.send(new CreateRoleCommand({ RoleName: 'reader', AssumeRolePolicyDocument: policy(trust) }));
    await iam.send(new PutRolePolicyCommand({ RoleName: 'reader', PolicyName: 'p', PolicyDocument: policy(allow) }));
    await ssm.send(new PutParameterCommand({ Name: '/things/7', Value: 'seven', Type: 'String' }));
    const url = await serveThing(`
        integration:
          type: aws
          uri: arn:aws:apigateway:${FACTS.region}:ssm:action/GetParameter
          credentials: arn:aws:iam::\${AWS::AccountId}:role/reader
          requestTemplates: { application/json: '{"Name": "/things/$input.params("id")"}' }
          responses:
            default:
              responseTemplates: { application/json: '{"value": $input.json("$.Parameter.Value")}' }
            "4..": { statusCode: 404 }`);
    expect(await (await fetch(`${url}/things/7`)).json()).toEqual({ value: 'seven' });
    expect((await fetch(`${url}/things/8`)).status).toBe(404);
    iam.destroy();
    ssm.destroy();
  });

  it.each([['https://a.example'], ['https://a.example', 'https://b.example']])(
    'has the CORS headers of the setting (%s, %s)',
    async (...origins) => {
      const config = stageConfig({ cors: { origins: origins.filter(Boolean), exposeHeaders: ['x-from'] } });
      const url = await serveThing('{ integration: { type: mock } }', config);
      const last = origins.filter(Boolean).at(-1)!;
      const { headers } = await fetch(`${url}/things/1`, { headers: { origin: last } });
      expect(headers.get('access-control-allow-origin')).toBe(last);
      expect(headers.get('access-control-expose-headers')).toBe('x-from');
    },
  );

  it('responds in the envelope when its backend cannot be reached', async () => {
    const url = await serveThing('{ integration: { type: http_proxy, uri: "http://127.0.0.1:9/x" } }');
    const response = await fetch(`${url}/things/1`);
    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject({ code: 'INTEGRATION_FAILURE', details: [] });
  });
});

describe('binary media types and compression', () => {
  it('are those of the stage, and a preflight works even if everything is binary', async () => {
    const config = stageConfig({ cors: { origins: ['*'] }, binaryMediaTypes: ['*/*'], compression: 10 });
    const url = await serveThing(`{ ${proxy()} }`, config);
    expect((await fetch(`${url}/things/1`, { method: 'OPTIONS' })).status).toBe(204);
    const { headers } = await fetch(`${url}/things/1`, { headers: { 'accept-encoding': 'gzip' } });
    expect(headers.get('content-encoding')).toBe('gzip');
  });
});
