/** Methods with a user pool, with the pool's real tokens: control planes, Cognito and data plane together. */
import * as apigateway from '@aws-sdk/client-api-gateway';
import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { signToken } from '../../../src/local/cloud/json-web-token.ts';
import { claimsOf, startPools } from '../cognito/cognito-rig.ts';

const mock = (template: string) => ({
  type: 'mock',
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  responses: { default: { statusCode: '200', responseTemplates: { 'application/json': template } } },
});

const operation = (scopes: string[], template = '{"ok":true}') => ({
  get: {
    security: [{ pool: scopes }],
    responses: { 200: { description: 'ok' } },
    'x-amazon-apigateway-integration': mock(template),
  },
});

/** Deploys an API whose methods require tokens of a pool that has the user jane. */
async function guarded(authorizer: Record<string, unknown> = {}) {
  const rig = await startPools();
  const pool = await rig.newPool();
  const { ClientId } = await rig.newClient(pool.Id!);
  await rig.newUser(pool.Id!, 'jane', { email: 'jane@example.com', email_verified: 'true' });
  const gateway = new apigateway.APIGatewayClient(rig.settings);
  const document = {
    openapi: '3.0.1',
    info: { title: 'people', version: '1' },
    paths: {
      '/id': operation([], '{"sub":"$context.authorizer.claims.sub","email":"$context.authorizer.claims.email"}'),
      '/own': operation(['items/write', 'aws.cognito.signin.user.admin']),
      '/items': operation(['items/read']),
    },
    components: {
      securitySchemes: {
        pool: {
          type: 'apiKey',
          name: 'Authorization',
          in: 'header',
          'x-amazon-apigateway-authtype': 'cognito_user_pools',
          'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: [pool.Arn], ...authorizer },
        },
      },
    },
  };
  const { id: restApiId } = await gateway.send(
    new apigateway.ImportRestApiCommand({ body: Buffer.from(JSON.stringify(document)) }),
  );
  const deploy = () => gateway.send(new apigateway.CreateDeploymentCommand({ restApiId, stageName: 'dev' }));
  const tokens = async () => (await rig.signIn(ClientId!, 'jane')).AuthenticationResult!;
  const get = async (path: string, Authorization?: string) => {
    const response = await fetch(`${rig.cloud.endpoint}/_aws/execute-api/${restApiId}/dev${path}`, {
      headers: Authorization === undefined ? {} : { Authorization },
    });
    return {
      status: response.status,
      text: await response.text(),
      errorType: response.headers.get('x-amzn-errortype') ?? undefined,
    };
  };
  return { ...rig, gateway, restApiId: restApiId!, pool, ClientId: ClientId!, deploy, tokens, get };
}

const UNAUTHORIZED = { status: 401, text: '{"message":"Unauthorized"}', errorType: 'UnauthorizedException' };

describe('a method behind a user pool', () => {
  it('accepts an ID token, with or without Bearer, and passes its claims on', async () => {
    const { deploy, tokens, get } = await guarded();
    await deploy();
    const { IdToken, AccessToken } = await tokens();
    const sub = claimsOf(IdToken).sub;
    for (const token of [IdToken, `Bearer ${IdToken}`]) {
      const answer = await get('/id', token);
      expect(answer).toMatchObject({ status: 200, text: JSON.stringify({ sub, email: 'jane@example.com' }) });
    }
    expect(await get('/id', AccessToken)).toEqual(UNAUTHORIZED);
  });

  it('with scopes accepts an access token that has one of them', async () => {
    const { deploy, tokens, get } = await guarded();
    await deploy();
    const { IdToken, AccessToken } = await tokens();
    expect((await get('/own', AccessToken)).status).toBe(200);
    expect(await get('/items', AccessToken)).toEqual(UNAUTHORIZED);
    expect(await get('/own', IdToken)).toEqual(UNAUTHORIZED);
  });

  it('rejects everything that is not a token of the pool', async () => {
    const { cloud, deploy, tokens, get, pool, newPool, newClient, newUser, signIn } = await guarded();
    await deploy();
    const { IdToken } = await tokens();
    const [head, body, signature] = IdToken!.split('.') as [string, string, string];
    const claims = claimsOf(IdToken);
    const forged = Buffer.from(JSON.stringify({ ...claims, email: 'root@example.com' })).toString('base64url');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const stranger = await newPool();
    const { ClientId } = await newClient(stranger.Id!);
    await newUser(stranger.Id!, 'jane');
    const foreign = (await signIn(ClientId!, 'jane')).AuthenticationResult!.IdToken!;
    const strangersKeys = cloud.store.collection<{ id: Parameters<typeof signToken>[1] }>(
      '000000000000/eu-west-1/cognito-idp.poolKeys',
    );
    const bad = [
      undefined,
      '',
      'nonsense',
      'Bearer',
      'a.b.c',
      `${head}.${forged}.${signature}`,
      `${none}.${body}.`,
      `${none}.${body}.${signature}`,
      foreign,
      signToken(claims, strangersKeys.get(stranger.Id!)!.id),
    ];
    for (const token of bad) expect(await get('/id', token), token ?? 'no header').toEqual(UNAUTHORIZED);
    expect(pool.Id).not.toBe(stranger.Id);
  });

  it('reports that a token has expired', async () => {
    const { clock, deploy, tokens, get } = await guarded();
    await deploy();
    const { IdToken } = await tokens();
    clock.advance(3_599_000);
    expect((await get('/id', IdToken)).status).toBe(200);
    clock.advance(1_000);
    expect(await get('/id', IdToken)).toEqual({
      status: 401,
      text: '{"message":"The incoming token has expired"}',
      errorType: 'UnauthorizedException',
    });
  });

  it('can accept certain clients only', async () => {
    const { deploy, tokens, get } = await guarded({ identityValidationExpression: 'another-client' });
    await deploy();
    expect(await get('/id', (await tokens()).IdToken)).toEqual(UNAUTHORIZED);
  });

  it('is a configuration error after the pool is deleted', async () => {
    const { send, pool, deploy, tokens, get } = await guarded();
    await deploy();
    const { IdToken } = await tokens();
    await send(new cognito.DeleteUserPoolCommand({ UserPoolId: pool.Id }));
    expect(await get('/id', IdToken)).toEqual({
      status: 500,
      text: '{"message":null}',
      errorType: 'AuthorizerConfigurationException',
    });
  });

  it('with scopes of a resource server accepts the token of a program with these scopes', async () => {
    const { cloud, send, newClient, pool, deploy, get } = await guarded();
    await deploy();
    const scope = (ScopeName: string) => ({ ScopeName, ScopeDescription: ScopeName });
    await send(
      new cognito.CreateResourceServerCommand({
        UserPoolId: pool.Id,
        Identifier: 'items',
        Name: 'Items',
        Scopes: [scope('read'), scope('write')],
      }),
    );
    const flows = { AllowedOAuthFlows: ['client_credentials' as const], AllowedOAuthFlowsUserPoolClient: true };
    await expect(newClient(pool.Id!, flows)).rejects.toMatchObject({ name: 'InvalidOAuthFlowException' });
    const program = await newClient(pool.Id!, {
      ...flows,
      GenerateSecret: true,
      AllowedOAuthScopes: ['items/read', 'items/write'],
    });
    const ask = async (form: Record<string, string>, secret = program.ClientSecret) => {
      const response = await fetch(`${cloud.endpoint}/${pool.Id}/oauth2/token`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${program.ClientId}:${secret}`).toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams(form),
      });
      return { status: response.status, body: (await response.json()) as Record<string, string> };
    };
    const grant_type = 'client_credentials';
    const reader = await ask({ grant_type, scope: 'items/read' });
    expect(reader.body).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
    expect(claimsOf(reader.body.access_token)).toMatchObject({ sub: program.ClientId, scope: 'items/read' });
    expect((await get('/items', reader.body.access_token)).status).toBe(200);
    expect(await get('/own', reader.body.access_token)).toEqual(UNAUTHORIZED);
    const both = await ask({ grant_type });
    expect((await get('/own', both.body.access_token)).status).toBe(200);

    expect(await ask({ grant_type, scope: 'items/delete' })).toEqual({ status: 400, body: { error: 'invalid_scope' } });
    expect((await ask({ grant_type }, 'wrong')).body).toEqual({ error: 'invalid_client' });
    expect((await ask({ grant_type: 'password' })).body).toEqual({ error: 'unsupported_grant_type' });
  });

  it('can be tested without a deployment', async () => {
    const { gateway, restApiId, tokens } = await guarded();
    const { items } = await gateway.send(new apigateway.GetAuthorizersCommand({ restApiId }));
    const test = (Authorization: string) =>
      gateway.send(
        new apigateway.TestInvokeAuthorizerCommand({
          restApiId,
          authorizerId: items![0]!.id,
          headers: { Authorization },
        }),
      );
    const { IdToken } = await tokens();
    expect(await test(IdToken!)).toMatchObject({
      clientStatus: 0,
      claims: { 'cognito:username': 'jane', email_verified: 'true', token_use: 'id' },
    });
    const refused = await test('nonsense');
    expect(refused).toMatchObject({ clientStatus: 401, log: expect.stringContaining('Unauthorized request: ') });
    expect(refused).not.toHaveProperty('claims');
  });

  it('in another account is rejected when it is deployed', async () => {
    const providerARNs = ['arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_abcdefghi'];
    const { deploy } = await guarded({ providerARNs });
    await expect(deploy()).rejects.toMatchObject({ name: 'NotImplementedException' });
  });
});
