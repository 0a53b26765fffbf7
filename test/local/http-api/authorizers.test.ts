/** Authorizers of HTTP APIs: JWT, Lambda and IAM; and HTTP integrations, which use the same API. */

import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as v2 from '@aws-sdk/client-apigatewayv2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signRequest } from '../../../src/local/signature/sign-request.ts';
import { ACCOUNT, FUNCTION_ARN, REGION, startHttpRig } from './http-rig.ts';

const JUDGE = FUNCTION_ARN.replace('echo', 'judge');
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

let rig: Awaited<ReturnType<typeof startHttpRig>>;
let backend: Server;
let issuer: string;
let apiId: string;
let authorizers: Record<string, string>;

const integration = (arn: string) => `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/${arn}/invocations`;

/** Signs a token for the audience `app` that is valid for a minute, with other claims on top. */
function token(claims: object = {}, header: object = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const signed = `${encode({ alg: 'RS256', kid: 'one', ...header })}.${encode({ iss: issuer, aud: 'app', iat: now - 1, exp: now + 60, ...claims })}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
}

const document = () => ({
  openapi: '3.0.1',
  info: { title: 'guarded', version: '1' },
  paths: {
    '/jwt': { get: { security: [{ jwt: [] }], ...proxy() } },
    '/scoped': { get: { security: [{ jwt: ['read', 'write'] }], ...proxy() } },
    '/simple': { get: { security: [{ simple: [] }], ...proxy() } },
    '/policy/{id}': { get: { security: [{ policy: [] }], ...proxy('1.0') } },
    '/signed': { get: { security: [{ sigv4: [] }], ...proxy() } },
    '/any': { 'x-amazon-apigateway-any-method': { security: [{ jwt: [] }], ...proxy() } },
    '/joined/{proxy+}': {
      get: {
        'x-amazon-apigateway-integration': {
          type: 'http_proxy',
          httpMethod: 'GET',
          uri: `${issuer}/echo`,
          payloadFormatVersion: '1.0',
          requestParameters: {
            // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the gateway that fills it in
            'overwrite:path': '/base/${request.path.proxy}',
          },
        },
      },
    },
    '/backend/{id}': {
      'x-amazon-apigateway-any-method': {
        'x-amazon-apigateway-integration': {
          type: 'http_proxy',
          httpMethod: 'ANY',
          uri: `${issuer}/echo/{id}`,
          payloadFormatVersion: '1.0',
        },
      },
    },
  },
  'x-amazon-apigateway-cors': { allowOrigins: ['*'], allowMethods: ['*'] },
  components: {
    securitySchemes: {
      jwt: {
        type: 'oauth2',
        'x-amazon-apigateway-authorizer': {
          type: 'jwt',
          identitySource: '$request.header.Authorization',
          jwtConfiguration: { issuer, audience: ['app'] },
        },
      },
      simple: lambdaScheme({
        authorizerPayloadFormatVersion: '2.0',
        enableSimpleResponses: true,
        authorizerResultTtlInSeconds: 60,
      }),
      policy: lambdaScheme({ authorizerPayloadFormatVersion: '1.0' }),
      sigv4: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
    },
  },
});

const proxy = (version = '2.0') => ({
  'x-amazon-apigateway-integration': {
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: integration(FUNCTION_ARN),
    payloadFormatVersion: version,
  },
});

const lambdaScheme = (more: object) => ({
  type: 'apiKey',
  name: 'X-Verdict',
  in: 'header',
  'x-amazon-apigateway-authorizer': {
    type: 'request',
    identitySource: '$request.header.X-Verdict',
    authorizerUri: integration(JUDGE),
    ...more,
  },
});

beforeAll(async () => {
  backend = createServer((request, response) => {
    const json = (value: object) => {
      response.setHeader('content-type', 'application/json');
      response.setHeader('access-control-allow-origin', 'https://not.ours');
      response.end(JSON.stringify(value));
    };
    if (request.url === '/.well-known/openid-configuration') return json({ issuer, jwks_uri: `${issuer}/keys` });
    if (request.url === '/keys') return json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one' }] });
    json({ method: request.method, url: request.url, headers: request.headers });
  });
  await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`;
  rig = await startHttpRig();
  // The verdict is in the header, and the event comes back in the context.
  await rig.create(
    'judge',
    `let calls = 0; export const handler = async (event) => {
    calls += 1;
    const verdict = event.identitySource.toString();
    if (verdict === 'throw') throw new Error('Unauthorized');
    if (verdict === 'wrong') return 'nonsense';
    const context = { version: event.version, calls };
    if (event.version === '2.0') return { isAuthorized: verdict === 'yes', context: { ...context, list: ['a'] } };
    const statement = { Effect: verdict === 'yes' ? 'Allow' : 'Deny', Action: 'execute-api:Invoke', Resource: event.methodArn };
    return { principalId: 'me', policyDocument: { Version: '2012-10-17', Statement: [statement] }, context };
  };`,
  );
  const api = await rig.gateway.send(new v2.ImportApiCommand({ Body: JSON.stringify(document()) }));
  apiId = api.ApiId!;
  expect(api.Warnings).toBeUndefined();
  await rig.gateway.send(new v2.CreateStageCommand({ ApiId: apiId, StageName: '$default', AutoDeploy: true }));
  await rig.allow(`${apiId}/*/*`);
  const { Items = [] } = await rig.gateway.send(new v2.GetAuthorizersCommand({ ApiId: apiId }));
  authorizers = Object.fromEntries(Items.map(({ Name, AuthorizerId }) => [Name!, AuthorizerId!]));
  await rig.allow(`${apiId}/authorizers/*`, 'judge');
});

afterAll(async () => {
  backend.closeAllConnections();
  backend.close();
  await rig.cloud.close();
});

const withToken = (path: string, authorization?: string) =>
  rig.send(apiId, path, authorization === undefined ? {} : { headers: { authorization } });

describe('a JWT authorizer', () => {
  it('passes the claims of a valid token on, as text', async () => {
    const { json } = await withToken('/jwt', `Bearer ${token({ groups: ['a', 'b'], admin: true })}`);
    expect(json.requestContext.authorizer).toMatchObject({
      jwt: { claims: { aud: 'app', groups: '[a b]', admin: 'true', exp: expect.any(String) }, scopes: null },
    });
    expect((await withToken('/jwt', token())).status).toBe(200);
  });

  it('accepts the client_id of a token without an audience', async () => {
    expect((await withToken('/jwt', token({ aud: undefined, client_id: 'app' }))).status).toBe(200);
    expect((await withToken('/jwt', token({ aud: 'other', client_id: 'app' }))).status).toBe(401);
  });

  it.each([
    ['no token', () => undefined, 'Bearer'],
    ['another text', () => 'Bearer nonsense', 'token contains an invalid number of segments'],
    ['another audience', () => token({ aud: 'other' }), 'the token does not have a valid audience'],
    ['an expired token', () => token({ exp: 1 }), 'the token has expired'],
    ['another issuer', () => token({ iss: 'https://other.example' }), 'issuer does not match'],
    ['another algorithm', () => token({}, { alg: 'none' }), 'signing method none is invalid'],
    ['a changed token', () => token().replace(/.{6}$/, 'AAAAAA'), 'signature is invalid'],
  ])('refuses %s', async (_, given, why) => {
    const { status, json, headers } = await withToken('/jwt', given());
    expect({ status, json }).toEqual({ status: 401, json: { message: 'Unauthorized' } });
    expect(headers['www-authenticate']).toContain(why);
    expect(headers['www-authenticate']).toMatch(/^Bearer/);
  });

  it('wants one of the scopes of the route', async () => {
    const { json } = await withToken('/scoped', token({ scope: 'openid read' }));
    expect(json.requestContext.authorizer.jwt.scopes).toEqual(['openid', 'read']);
    expect((await withToken('/scoped', token({ scp: ['write'] }))).status).toBe(200);
    expect(await withToken('/scoped', token({ scope: 'openid' }))).toMatchObject({
      status: 403,
      json: { message: 'Forbidden' },
      headers: { 'www-authenticate': expect.stringContaining('error="insufficient_scope"') },
    });
  });

  it('asks for a token before a preflight request to a route with ANY', async () => {
    const headers = { origin: 'https://a.example', 'access-control-request-method': 'GET' };
    expect((await rig.send(apiId, '/jwt', { method: 'OPTIONS', headers })).status).toBe(204);
    expect((await rig.send(apiId, '/any', { method: 'OPTIONS', headers })).status).toBe(401);
  });

  it('cannot be made for an issuer without an OpenID configuration', async () => {
    const make = rig.gateway.send(
      new v2.CreateAuthorizerCommand({
        ApiId: apiId,
        Name: 'other',
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer: 'http://127.0.0.1:1', Audience: ['app'] },
      }),
    );
    await expect(make).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringContaining('Issuer must have a valid discovery endpoint'),
    });
  });
});

describe('a Lambda authorizer', () => {
  const ask = (path: string, verdict?: string) =>
    rig.send(apiId, path, verdict === undefined ? {} : { headers: { 'x-verdict': verdict } });

  it('decides by a simple response, which is cached by identity', async () => {
    const first = (await ask('/simple', 'yes')).json.requestContext.authorizer.lambda;
    expect(first).toMatchObject({ version: '2.0', list: ['a'] });
    expect((await ask('/simple', 'yes')).json.requestContext.authorizer.lambda).toEqual(first);
    await rig.gateway.send(new v2.ResetAuthorizersCacheCommand({ ApiId: apiId, StageName: '$default' }));
    expect((await ask('/simple', 'yes')).json.requestContext.authorizer.lambda.calls).toBeGreaterThan(first.calls);
    expect(await ask('/simple', 'no')).toMatchObject({ status: 403, json: { message: 'Forbidden' } });
  });

  it('decides by a policy', async () => {
    expect((await ask('/policy/1', 'yes')).json.requestContext.authorizer).toMatchObject({
      version: '1.0',
      principalId: 'me',
    });
    expect((await ask('/policy/1', 'no')).status).toBe(403);
  });

  it('is not asked without an identity, and fails with another response', async () => {
    expect(await ask('/simple')).toMatchObject({ status: 401, json: { message: 'Unauthorized' } });
    expect((await ask('/simple', 'throw')).status).toBe(401);
    expect(await ask('/simple', 'wrong')).toMatchObject({ status: 500, json: { message: 'Internal Server Error' } });
  });
});

describe('AWS_IAM', () => {
  it('wants a signature', async () => {
    expect(await rig.send(apiId, '/signed')).toMatchObject({ status: 403, json: { message: 'Forbidden' } });
    const host = `${apiId}.execute-api.localhost:${rig.cloud.port}`;
    const headers = signRequest(
      { method: 'GET', path: '/signed', query: '', header: () => host, body: Buffer.alloc(0) },
      { accessKeyId: 'test', secretAccessKey: 'test' },
      { service: 'execute-api', region: REGION, now: Date.now() },
    );
    const { json } = await rig.send(apiId, '/signed', { headers: { ...headers, host } });
    expect(json.requestContext.authorizer.iam).toMatchObject({
      accountId: ACCOUNT,
      userArn: `arn:aws:iam::${ACCOUNT}:root`,
    });
  });
});

describe('an HTTP integration', () => {
  it('passes the request on, and drops the CORS headers of the backend', async () => {
    const { json, headers } = await rig.send(apiId, '/backend/a%20b?x=1&x=2', {
      method: 'PUT',
      headers: { 'x-own': 'yes' },
    });
    expect(json).toMatchObject({
      method: 'PUT',
      url: '/echo/a%20b?x=1&x=2',
      headers: { 'x-own': 'yes', via: 'HTTP/1.1 AmazonAPIGateway' },
    });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('never leaves the path that a mapping begins with', async () => {
    expect((await rig.send(apiId, '/joined/a/b')).json).toMatchObject({ url: '/base/a/b' });
    for (const path of ['/joined/../admin', '/joined/%2e%2e/admin', '/joined/..%2fadmin', '/joined/a/..'])
      expect((await rig.send(apiId, path)).json, path).not.toHaveProperty('url');
  });
});

it('can be exported and imported again', async () => {
  const { body } = await rig.gateway.send(
    new v2.ExportApiCommand({ ApiId: apiId, Specification: 'OAS30', OutputType: 'YAML', StageName: '$default' }),
  );
  const Body = Buffer.from(body!).toString('utf8');
  const again = await rig.gateway.send(new v2.ReimportApiCommand({ ApiId: apiId, Body }));
  expect(again).toMatchObject({ Name: 'guarded', CorsConfiguration: { AllowOrigins: ['*'], AllowMethods: ['*'] } });
  const { Items = [] } = await rig.gateway.send(new v2.GetAuthorizersCommand({ ApiId: apiId }));
  expect(Object.fromEntries(Items.map(({ Name, AuthorizerId }) => [Name!, AuthorizerId!]))).toEqual(authorizers);
  expect((await withToken('/jwt', token())).status).toBe(200);
});
