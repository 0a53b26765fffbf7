/** Requests to private APIs, which come through VPC endpoints. */
import { describe, expect, it } from 'vitest';
import { readHeaders } from '../../../src/local/gateway/http/request-headers.ts';
import { throughEndpoint } from '../../../src/local/gateway/http/vpc-endpoint.ts';
import { dataPlaneTarget } from '../../../src/local/server/data-plane-target.ts';
import { lambda, startGateway } from './gateway-rig.ts';

const MINE = 'vpce-0a1b2c3d4e5f60718';
const through = (value: string) => ({ headers: { 'X-Apikit-Vpc-Endpoint': value } });

async function privateApi(statements: object[] = [], types = ['PRIVATE']) {
  const gateway = await startGateway();
  let event: { headers: Record<string, string>; requestContext: { identity: object } } | undefined;
  gateway.functions.set('echo', (given) => {
    event = given as typeof event;
    return { statusCode: 200, body: '' };
  });
  const allow = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' };
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [allow, ...statements] });
  gateway.deploy({
    api: { policy, endpointConfiguration: { types, vpcEndpointIds: [MINE] } },
    paths: { '/x': { GET: { methodIntegration: lambda('echo') } } },
  });
  return { gateway, event: () => event };
}

describe('a private API', () => {
  it('refuses requests from the internet, and answers those through an endpoint', async () => {
    const { gateway, event } = await privateApi();
    expect(await gateway.call('GET /dev/x')).toMatchObject({
      status: 403,
      json: { message: 'Forbidden' },
      headers: { 'x-amzn-errortype': 'ForbiddenException' },
    });
    gateway.put('ec2.vpcEndpoints', MINE, { id: MINE, vpcId: 'vpc-0a1b2c3d' });
    expect((await gateway.call('GET /dev/x', through(`${MINE} 10.0.7.1`))).status).toBe(200);
    const identity = { vpceId: MINE, vpcId: 'vpc-0a1b2c3d', sourceIp: '10.0.7.1' };
    expect(event()?.requestContext.identity).toMatchObject(identity);
    expect(Object.keys(event()?.headers ?? {}).join()).not.toMatch(/vpc-endpoint/i);
  });

  it('knows the endpoint and the address in conditions, and no address on the internet', async () => {
    const deny = (Condition: object) => ({
      Effect: 'Deny',
      Principal: '*',
      Action: 'execute-api:Invoke',
      Resource: '*',
      Condition,
    });
    const { gateway } = await privateApi([
      deny({ StringNotEquals: { 'aws:SourceVpce': [MINE] } }),
      deny({ IpAddress: { 'aws:VpcSourceIp': '10.0.9.0/24' } }),
      deny({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }),
    ]);
    const status = async (value: string) => (await gateway.call('GET /dev/x', through(value))).status;
    expect([await status(`${MINE} 10.0.7.1`), await status(`${MINE} 10.0.9.1`), await status('vpce-0f')]).toEqual([
      200, 403, 403,
    ]);
  });
});

it('a VPC endpoint does not lead to a public API', async () => {
  const { gateway } = await privateApi([], ['REGIONAL']);
  expect((await gateway.call('GET /dev/x')).status).toBe(200);
  expect((await gateway.call('GET /dev/x', through(MINE))).status).toBe(403);
});

it.each([
  [
    'the alias of an endpoint',
    { Host: `abc123-${MINE}.execute-api.eu-west-1.amazonaws.com` },
    { id: MINE, byAlias: true },
  ],
  [
    "the endpoint's own host",
    { Host: `${MINE}-0a1b.execute-api.eu-west-1.vpce.amazonaws.com`, 'X-Apigw-Api-Id': 'abc123' },
    { id: MINE, byAlias: false },
  ],
  ['the host of the API', { Host: 'abc123.execute-api.eu-west-1.amazonaws.com' }, undefined],
])('finds API and endpoint by %s', (_, headers, through) => {
  const raw = Object.entries(headers).flat();
  expect(dataPlaneTarget(raw, '/dev/x')).toEqual({ apiId: 'abc123', rawPath: '/dev/x', host: 'host' });
  expect(throughEndpoint(readHeaders(raw))).toEqual(through);
});
