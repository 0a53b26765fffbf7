import { describe, expect, it } from 'vitest';
import { ACCOUNT, API_ID, lambda, mock, REGION, startGateway } from './gateway-rig.ts';

const ARN = `arn:aws:execute-api:${REGION}:${ACCOUNT}:${API_ID}`;
const MASKED = `arn:aws:execute-api:${REGION}:********0000:${API_ID}`;

const statement = (Effect: string, Resource: string, more: object = {}) => ({
  Effect,
  Principal: '*',
  Action: 'execute-api:Invoke',
  Resource: `${ARN}/${Resource}`,
  ...more,
});
const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

async function deployed(document: string, methods: object = {}) {
  const gateway = await startGateway();
  gateway.deploy({
    api: { policy: document },
    paths: { '/x': { GET: { methodIntegration: mock('{"ok":true}'), ...methods }, POST: {} } },
  });
  return gateway;
}

describe('without authorization', () => {
  it('needs an Allow, and the error masks the account', async () => {
    const gateway = await deployed(policy(statement('Allow', 'dev/GET/x')));
    expect(await gateway.call('GET /dev/x')).toMatchObject({ status: 200, json: { ok: true } });
    const refused = await gateway.call('POST /dev/x');
    expect(refused).toMatchObject({ status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException' } });
    expect(refused.json).toEqual({
      Message: `User: anonymous is not authorized to perform: execute-api:Invoke on resource: ${MASKED}/dev/POST/x because no resource-based policy allows the execute-api:Invoke action`,
    });
  });

  it('a Deny of a path applies to every notation of it', async () => {
    const gateway = await startGateway();
    const ok = { methodIntegration: mock('{"ok":true}') };
    gateway.deploy({
      api: {
        policy: policy(
          statement('Allow', '*'),
          statement('Deny', 'dev/GET/admin'),
          statement('Deny', 'dev/GET/users/42'),
        ),
      },
      paths: { '/admin': { GET: ok }, '/users/{id}': { GET: ok }, '/{other}': { GET: ok } },
    });
    for (const path of [
      'admin',
      'admin/',
      'admin//',
      '%61dmin',
      '%61%64min/',
      'users/42',
      'users/%34%32',
      'users/42/',
    ]) {
      expect([path, (await gateway.call(`GET /dev/${path}`)).status]).toEqual([path, 403]);
    }
    for (const path of ['adminx', 'users/4', 'users/%34']) {
      expect([path, (await gateway.call(`GET /dev/${path}`)).status]).toEqual([path, 200]);
    }
  });

  it('a path that makes the method ARN too long for policies is rejected', async () => {
    const gateway = await startGateway();
    const paths = { '/x/{id}': { GET: { methodIntegration: mock('{}') } } };
    gateway.deploy({ paths });
    expect((await gateway.call(`GET /dev/x/${'a'.repeat(2_000)}`)).status).toBe(200);
    gateway.deploy({ paths, api: { policy: policy(statement('Allow', '*')) } });
    expect((await gateway.call(`GET /dev/x/${'a'.repeat(1_500)}`)).status).toBe(200);
    const refused = await gateway.call(`GET /dev/x/${'a'.repeat(1_600)}`);
    expect(refused).toMatchObject({ status: 414, json: { message: 'Request URI too long' } });
  });

  it('a Deny wins', async () => {
    const gateway = await deployed(policy(statement('Allow', '*'), statement('Deny', '*/GET/x')));
    expect((await gateway.call('GET /dev/x')).json).toEqual({
      Message: `User: anonymous is not authorized to perform: execute-api:Invoke on resource: ${MASKED}/dev/GET/x with an explicit deny in a resource-based policy`,
    });
    expect((await gateway.call('POST /dev/x')).status).toBe(200);
  });

  it.each([
    ['the address of the caller', { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } }, 200],
    ['another address', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, 403],
    ['any address but one', { NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } }, 200],
    ['a VPC endpoint, which no call uses', { StringEquals: { 'aws:SourceVpce': 'vpce-1' } }, 403],
    ['any but a VPC endpoint', { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } }, 200],
    ['TLS', { Bool: { 'aws:SecureTransport': 'true' } }, 200],
    ['a user agent', { StringLike: { 'aws:UserAgent': 'tester/*' } }, 200],
    ['a time', { DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } }, 403],
  ])('allows under a condition: %s', async (_, Condition, status) => {
    const gateway = await deployed(policy(statement('Allow', '*', { Condition })));
    expect((await gateway.call('GET /dev/x', { headers: { 'User-Agent': 'tester/1' } })).status).toBe(status);
  });

  it('names everybody only: a caller without signature does not belong to the account', async () => {
    const gateway = await deployed(policy(statement('Allow', '*', { Principal: { AWS: ACCOUNT } })));
    expect((await gateway.call('GET /dev/x')).status).toBe(403);
  });

  it('returns an ACCESS_DENIED gateway response', async () => {
    const gateway = await startGateway();
    gateway.deploy({
      api: { policy: policy(statement('Deny', '*')) },
      paths: { '/x': { GET: {} } },
      definition: {
        gatewayResponses: {
          ACCESS_DENIED: {
            responseType: 'ACCESS_DENIED',
            statusCode: '404',
            responseParameters: {},
            responseTemplates: { 'application/json': '{"type":"$context.error.responseType"}' },
          },
        },
      },
    });
    expect(await gateway.call('GET /dev/x')).toMatchObject({ status: 404, json: { type: 'ACCESS_DENIED' } });
  });

  it('is checked after the route: a missing path needs no permission', async () => {
    const gateway = await deployed(policy(statement('Deny', '*')));
    expect((await gateway.call('GET /dev/nowhere')).json).toEqual({ message: 'Missing Authentication Token' });
  });

  it('applies in its deployed form', async () => {
    const gateway = await deployed(policy(statement('Allow', '*')));
    const api = gateway.cloud.collection<object>({ account: ACCOUNT, region: REGION }, 'apigateway.restApis');
    api.put(API_ID, { ...api.get(API_ID), policy: policy(statement('Deny', '*')) });
    expect((await gateway.call('GET /dev/x')).status).toBe(200);
  });
});

describe('with a Lambda authorizer', () => {
  const CUSTOM = { authorizationType: 'CUSTOM', authorizerId: 'auth1' };

  async function authorized(document: string, Effect: string, Resource = '*') {
    const gateway = await startGateway();
    let calls = 0;
    gateway.functions.set('auth', () => {
      calls += 1;
      const Statement = [{ Action: 'execute-api:Invoke', Effect, Resource }];
      return { principalId: 'me', policyDocument: { Version: '2012-10-17', Statement } };
    });
    gateway.deploy({
      api: { policy: document },
      paths: { '/x': { GET: CUSTOM as object } },
      definition: {
        authorizers: {
          auth1: {
            id: 'auth1',
            name: 'auth',
            type: 'TOKEN',
            authorizerUri: lambda('auth').uri!,
            identitySource: 'method.request.header.Authorization',
            authorizerResultTtlInSeconds: 0,
          },
        } as never,
      },
    });
    const { status } = await gateway.call('GET /dev/x', { headers: { Authorization: 'token' } });
    return { status, calls };
  }

  it('a Deny of the policy is checked before the authorizer', async () => {
    expect(await authorized(policy(statement('Deny', '*')), 'Allow')).toEqual({ status: 403, calls: 0 });
  });

  it.each([
    ['silent', 'Allow', 200],
    ['silent', 'Deny', 403],
    ['allows', 'Allow', 200],
    ['allows', 'Deny', 403],
    ['allows', 'nothing', 200],
    ['silent', 'nothing', 403],
  ])('policy %s, authorizer says %s: %i', async (ofApi, said, status) => {
    const document = policy(ofApi === 'allows' ? statement('Allow', '*') : statement('Deny', 'prod/*'));
    const elsewhere = said === 'nothing' ? `${ARN}/dev/GET/elsewhere` : '*';
    const effect = said === 'nothing' ? 'Allow' : said;
    expect(await authorized(document, effect, elsewhere)).toEqual({ status, calls: 1 });
  });
});
