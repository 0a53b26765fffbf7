import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionUrlConfigCommand,
  GetFunctionUrlConfigCommand,
  GetPolicyCommand,
  ListFunctionUrlConfigsCommand,
  PublishVersionCommand,
  RemovePermissionCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
  UpdateFunctionUrlConfigCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sdkSigner } from '../signature/sdk-signer.ts';
import { type LambdaCloud, startLambdaCloud } from './lambda-cloud.ts';

const SOURCE = `
export const handler = async (event) => {
  if (event.rawPath === '/fail') throw new Error('no');
  if (event.rawPath === '/wrong') return { statusCode: 'ok' };
  if (event.rawPath === '/plain') return { plain: true };
  return {
    statusCode: 201,
    headers: { 'x-version': process.env.NAME },
    cookies: ['a=1', 'b=2'],
    body: JSON.stringify(event),
  };
};`;

const FN = { FunctionName: 'site', Qualifier: 'live' };
const URL_RIGHT = {
  ...FN,
  StatementId: 'url',
  Action: 'lambda:InvokeFunctionUrl',
  Principal: '*',
  FunctionUrlAuthType: 'NONE',
} as const;
const CALL_RIGHT = {
  ...FN,
  StatementId: 'call',
  Action: 'lambda:InvokeFunction',
  Principal: '*',
  InvokedViaFunctionUrl: true,
} as const;

let cloud: LambdaCloud;
let base: string;
const send = (path: string, init?: RequestInit) => fetch(`${base}${path}`, init);

beforeAll(async () => {
  cloud = await startLambdaCloud();
  await cloud.create('site', SOURCE, { Environment: { Variables: { NAME: 'one' } } });
  const { client } = cloud;
  await client.send(new PublishVersionCommand({ FunctionName: 'site' }));
  await client.send(new CreateAliasCommand({ FunctionName: 'site', Name: 'live', FunctionVersion: '1' }));
  const { FunctionUrl } = await client.send(new CreateFunctionUrlConfigCommand({ ...FN, AuthType: 'NONE' }));
  const [, id] = /^https:\/\/([a-z0-9]{32})\.lambda-url\.eu-west-1\.on\.aws\/$/.exec(FunctionUrl!)!;
  base = `${cloud.endpoint}/_aws/lambda-url/${id}`;
});
afterAll(() => cloud.close());

describe('a function URL without authentication', () => {
  it('responds only if both permissions are given', async () => {
    const before = await send('/items');
    expect(before.status).toBe(403);
    expect(await before.json()).toEqual({ Message: expect.stringMatching(/^Forbidden/) });
    await cloud.client.send(new AddPermissionCommand(URL_RIGHT));
    expect((await send('/items')).status).toBe(403);
    await cloud.client.send(new AddPermissionCommand(CALL_RIGHT));
    expect((await send('/items')).status).toBe(201);
    await cloud.client.send(new RemovePermissionCommand({ ...FN, StatementId: 'url' }));
    expect((await send('/items')).status).toBe(403);
    await cloud.client.send(new AddPermissionCommand(URL_RIGHT));
    const { Policy } = await cloud.client.send(new GetPolicyCommand(FN));
    expect(JSON.parse(Policy!).Statement.map(({ Condition }: { Condition: object }) => Condition)).toEqual([
      { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } },
      { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
    ]);
  });

  it('refuses each condition for the other action', async () => {
    const refused = (input: object) => cloud.client.send(new AddPermissionCommand({ ...CALL_RIGHT, ...input }));
    await expect(refused({ StatementId: 'x', FunctionUrlAuthType: 'NONE' })).rejects.toThrow(/FunctionUrlAuthType/);
    await expect(refused({ StatementId: 'x', Action: 'lambda:InvokeFunctionUrl' })).rejects.toThrow(/InvokedVia/);
  });

  it('passes an event of version 2.0, and sends the response of the function', async () => {
    const answer = await send('/a%20b/c?x=1&x=2&y=%2F', {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: 'k=v; l=w', 'X-Own': 'yes' },
      body: '{"a":1}',
    });
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toMatchObject({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/a%20b/c',
      rawQueryString: 'x=1&x=2&y=%2F',
      cookies: ['k=v', 'l=w'],
      headers: { 'x-own': 'yes' },
      queryStringParameters: { x: '1,2', y: '/' },
      requestContext: { accountId: 'anonymous', http: { method: 'POST', path: '/a%20b/c' }, stage: '$default' },
      body: '{"a":1}',
      isBase64Encoded: false,
    });
    const binary = await send('/', { method: 'POST', headers: { 'content-type': 'image/png' }, body: 'png' });
    expect(await binary.json()).toMatchObject({ body: 'cG5n', isBase64Encoded: true });
  });

  it('treats a result without a status as the body, and answers 502 for one that is wrong', async () => {
    const plain = await send('/plain');
    expect([plain.status, await plain.text()]).toEqual([200, '{"plain":true}']);
    for (const path of ['/fail', '/wrong']) {
      const answer = await send(path);
      expect([answer.status, await answer.text()]).toEqual([502, 'Internal Server Error']);
    }
    expect(cloud.reports.at(-1)).toContain('statusCode "ok" is not a valid HTTP status');
  });

  it('runs the version of its alias', async () => {
    const Environment = { Variables: { NAME: 'two' } };
    await cloud.client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'site', Environment }));
    await cloud.client.send(new PublishVersionCommand({ FunctionName: 'site' }));
    expect((await send('/')).headers.get('x-version')).toBe('one');
    await cloud.client.send(new UpdateAliasCommand({ FunctionName: 'site', Name: 'live', FunctionVersion: '2' }));
    expect((await send('/')).headers.get('x-version')).toBe('two');
  });

  it('answers preflights by its CORS setting, and adds the headers to responses', async () => {
    const Cors = { AllowOrigins: ['https://a.example'], AllowMethods: ['GET'], AllowCredentials: true, MaxAge: 60 };
    await cloud.client.send(new UpdateFunctionUrlConfigCommand({ ...FN, Cors }));
    const ask = (origin: string) =>
      send('/', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'GET' } });
    const allowed = await ask('https://a.example');
    expect(allowed.status).toBe(200);
    expect(Object.fromEntries(allowed.headers)).toMatchObject({
      'access-control-allow-origin': 'https://a.example',
      'access-control-allow-methods': 'GET',
      'access-control-allow-credentials': 'true',
      'access-control-max-age': '60',
    });
    expect((await ask('https://b.example')).headers.get('access-control-allow-origin')).toBeNull();
    const real = await send('/', { headers: { origin: 'https://a.example' } });
    expect(real.headers.get('access-control-allow-origin')).toBe('https://a.example');
  });
});

describe('a function URL with AWS_IAM', () => {
  it('accepts only signed requests, and tells the function who signed', async () => {
    await cloud.client.send(new UpdateFunctionUrlConfigCommand({ ...FN, AuthType: 'AWS_IAM' }));
    expect((await send('/')).status).toBe(403);
    const { host, hostname, pathname } = new URL(base);
    const signer = await sdkSigner({ accessKeyId: 'test', secretAccessKey: 'test' }, 'eu-west-1', 'lambda');
    const unsigned = {
      method: 'GET',
      protocol: 'http:',
      hostname,
      path: `${pathname}/x`,
      query: {},
      headers: { host },
    };
    const signed = await signer.sign(unsigned);
    const answer = await send('/x', { headers: signed.headers });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({
      requestContext: {
        accountId: '000000000000',
        authorizer: { iam: { userArn: 'arn:aws:iam::000000000000:root' } },
      },
    });
    expect((await send('/y', { headers: signed.headers })).status).toBe(403);
  });
});

describe('the settings of function URLs', () => {
  it('exist once for each alias, and end with them', async () => {
    const { client } = cloud;
    const list = async () =>
      (await client.send(new ListFunctionUrlConfigsCommand({ FunctionName: 'site' }))).FunctionUrlConfigs;
    expect(await list()).toMatchObject([{ AuthType: 'AWS_IAM', FunctionArn: expect.stringMatching(/:site:live$/) }]);
    await expect(client.send(new CreateFunctionUrlConfigCommand({ ...FN, AuthType: 'NONE' }))).rejects.toMatchObject({
      name: 'ResourceConflictException',
    });
    await expect(
      client.send(new CreateFunctionUrlConfigCommand({ ...FN, Qualifier: 'none', AuthType: 'NONE' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(
      client.send(new CreateFunctionUrlConfigCommand({ ...FN, Qualifier: '1', AuthType: 'NONE' })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
    await client.send(new DeleteFunctionUrlConfigCommand(FN));
    await expect(client.send(new GetFunctionUrlConfigCommand(FN))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    expect(await list()).toEqual([]);
    expect((await send('/')).status).toBe(404);
  });
});
