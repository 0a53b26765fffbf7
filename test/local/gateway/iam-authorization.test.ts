import { describe, expect, it } from 'vitest';
import type { MethodSetting } from '../../../src/local/state/apis/model.ts';
import type { Role } from '../../../src/local/state/identity/model.ts';
import { openSession, type Session } from '../../../src/local/state/identity/sessions.ts';
import { type Identity, sdkSigner, type ToSign, targetOf } from '../signature/sdk-signer.ts';
import { ACCOUNT, API_ID, lambda, REGION, startGateway } from './gateway-rig.ts';

const ARN = `arn:aws:execute-api:${REGION}:${ACCOUNT}:${API_ID}`;
const ROOT: Identity = { accessKeyId: 'test', secretAccessKey: 'test' };
const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Resource: string | readonly string[], more: object = {}) => ({
  Effect: 'Allow',
  Action: 'execute-api:Invoke',
  Resource,
  ...more,
});

async function start(api: { policy?: string } = {}) {
  const gateway = await startGateway();
  gateway.functions.set('fn', (event) => ({ statusCode: 200, body: JSON.stringify(event.requestContext.identity) }));
  const method = { authorizationType: 'AWS_IAM', methodIntegration: lambda('fn') } as const;
  gateway.deploy({ api, paths: { '/x': { GET: method, POST: method }, '/x/{id}': { GET: method } } });
  const iam = gateway.cloud.collection<Role>({ account: ACCOUNT, region: 'global' }, 'iam.roles');

  const request = (line: string, more: Partial<ToSign> = {}): ToSign => {
    const [method = '', path = ''] = line.split(' ', 2);
    const host = `${API_ID}.execute-api.localhost:${gateway.port}`;
    return { method, path, protocol: 'http:', hostname: host, query: {}, headers: { host }, ...more };
  };
  const send = (signed: ToSign) => {
    const headers = Object.entries(signed.headers).filter(([name]) => name.toLowerCase() !== 'host');
    return gateway.call(`${signed.method} ${targetOf(signed)}`, {
      headers,
      ...(signed.body !== undefined && { body: signed.body }),
    });
  };
  const at = () => new Date(gateway.cloud.clock.now());
  return {
    ...gateway,
    /** Returns a session of a role with these inline policies. */
    session(policies: Record<string, string>, more: Partial<Role> = {}): Session {
      const role: Role = {
        roleName: 'worker',
        roleId: 'AROAWORKER',
        arn: `arn:aws:iam::${ACCOUNT}:role/worker`,
        path: '/',
        assumeRolePolicyDocument: '{}',
        maxSessionDuration: 3600,
        createDate: 0,
        tags: [],
        inlinePolicies: policies,
        attachedPolicies: [],
        ...more,
      };
      iam.put(role.roleName, role);
      return openSession(gateway.cloud, 3600, { name: 'worker', id: 'AROAWORKER', sessionName: 'job' });
    },
    async sign(identity: Identity, line: string, more: Partial<ToSign> = {}) {
      return (await sdkSigner(identity)).sign(request(line, more), { signingDate: at() });
    },
    async signed(identity: Identity, line: string, more: Partial<ToSign> = {}) {
      return send(await (await sdkSigner(identity)).sign(request(line, more), { signingDate: at() }));
    },
    async presigned(identity: Identity, line: string) {
      return send(await (await sdkSigner(identity)).presign(request(line), { signingDate: at(), expiresIn: 60 }));
    },
  };
}

describe('the signature', () => {
  it('identifies the caller: the root user with the static credentials of the embedded cloud', async () => {
    const gateway = await start();
    const answer = await gateway.signed(ROOT, 'GET /dev/x');
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      accountId: ACCOUNT,
      accessKey: 'test',
      caller: ACCOUNT,
      user: ACCOUNT,
      userArn: `arn:aws:iam::${ACCOUNT}:root`,
    });
  });

  it('covers path, query and body, and may be in the query', async () => {
    const gateway = await start();
    const more = { body: '{"a":1}', query: { q: 'ä b', a: '1' } };
    expect((await gateway.signed(ROOT, 'POST /dev/x', more)).status).toBe(200);
    expect((await gateway.signed(ROOT, 'GET /dev/x/a%20b%2Fc')).status).toBe(200);
    expect((await gateway.presigned(ROOT, 'GET /dev/x')).status).toBe(200);
  });

  it('is invalid for another method, path or query than the signed one', async () => {
    const gateway = await start();
    const method = { authorizationType: 'AWS_IAM', methodIntegration: lambda('fn') } as const;
    gateway.deploy({ paths: { '/public/{proxy+}': { ANY: method }, '/secret/{proxy+}': { ANY: method } } });
    const signed = await gateway.sign(ROOT, 'GET /dev/public/x', {
      query: { a: '1;admin=true', b: 'x+y', c: '+%zz' },
    });
    const { headers } = signed;
    const send = (line: string, more: Record<string, string> = {}) =>
      gateway.call(line, { headers: Object.entries({ ...headers, ...more }).filter(([name]) => name !== 'host') });
    expect((await send('GET /dev/public/x?a=1%3Badmin%3Dtrue&b=x%2By&c=%2B%25zz')).status).toBe(200);
    for (const line of [
      'GET /dev/public/x?a=1;admin=true&b=x%2By&c=%2B%25zz',
      'GET /dev/public/x?a=1%3Badmin%3Dtrue&b=x+y&c=%2B%25zz',
      'GET /dev/public/x?a=1%3Badmin%3Dtrue&b=x%2By&c=+%zz',
      'GET /dev/secret/../public/x?a=1%3Badmin%3Dtrue&b=x%2By&c=%2B%25zz',
      'GET /dev//secret/../public/x?a=1%3Badmin%3Dtrue&b=x%2By&c=%2B%25zz',
    ]) {
      expect((await send(line)).json.message).toContain('signature we calculated does not match');
    }
    const overridden = await send('GET /dev/public/x?a=1%3Badmin%3Dtrue&b=x%2By&c=%2B%25zz', {
      'X-HTTP-Method-Override': 'DELETE',
    });
    expect(overridden).toMatchObject({
      status: 403,
      json: { message: "'X-HTTP-Method-Override' must be a 'SignedHeader' in the AWS Authorization." },
    });
    const override = { headers: { host: headers.host!, 'X-HTTP-Method-Override': 'DELETE' } };
    expect((await gateway.signed(ROOT, 'POST /dev/public/x', override)).status).toBe(200);
  });

  it.each<[string, Record<string, string>, string, RegExp]>([
    ['is missing', {}, 'MissingAuthenticationTokenException', /^Missing Authentication Token$/],
    [
      'has another scheme',
      { Authorization: 'Bearer abc' },
      'IncompleteSignatureException',
      /^Invalid key=value pair \(missing equal-sign\)/,
    ],
  ])('%s: 403', async (_, headers, errorType, message) => {
    const gateway = await start();
    const answer = await gateway.call('GET /dev/x', { headers });
    expect(answer).toMatchObject({ status: 403, headers: { 'x-amzn-errortype': errorType } });
    expect(answer.json.message).toMatch(message);
  });

  it.each([
    [
      { ...ROOT, secretAccessKey: 'wrong' },
      'InvalidSignatureException',
      /^The request signature we calculated does not match the signature you provided/,
    ],
    [
      { ...ROOT, accessKeyId: 'AKIANOBODY' },
      'UnrecognizedClientException',
      /^The security token included in the request is invalid\.$/,
    ],
  ])('by %j: 403', async (identity, errorType, message) => {
    const gateway = await start();
    const answer = await gateway.signed(identity, 'GET /dev/x');
    expect(answer).toMatchObject({ status: 403, headers: { 'x-amzn-errortype': errorType } });
    expect(answer.json.message).toMatch(message);
  });

  it('is invalid after the session has expired', async () => {
    const gateway = await start();
    const session = gateway.session({ p: document(allow('*')) });
    expect((await gateway.signed(session, 'GET /dev/x')).status).toBe(200);
    gateway.advance(3601_000);
    expect(await gateway.signed(session, 'GET /dev/x')).toMatchObject({
      status: 403,
      headers: { 'x-amzn-errortype': 'ExpiredTokenException' },
      json: { message: 'The security token included in the request is expired' },
    });
  });
});

describe("a role's session", () => {
  it('is denied a path in any notation', async () => {
    const gateway = await start();
    const session = gateway.session({
      p: document(allow('*'), { ...allow([`${ARN}/dev/GET/x`, `${ARN}/dev/GET/x/42`]), Effect: 'Deny' }),
    });
    for (const path of ['/dev/x', '/dev/x/', '/dev/%78', '/dev/x/42', '/dev/x/%342', '/dev/%78/42/']) {
      expect((await gateway.signed(session, `GET ${path}`)).json.Message).toContain('with an explicit deny');
    }
    expect((await gateway.signed(session, 'GET /dev/x/1')).status).toBe(200);
  });

  const USER = `User: arn:aws:sts::${ACCOUNT}:assumed-role/worker/job is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:${REGION}:********0000:${API_ID}/dev/GET/x`;

  it('is allowed by its policies, and named in the event', async () => {
    const gateway = await start();
    const session = gateway.session({ p: document(allow(`${ARN}/dev/GET/*`)) });
    const answer = await gateway.signed(session, 'GET /dev/x');
    expect(answer.json).toMatchObject({
      userArn: `arn:aws:sts::${ACCOUNT}:assumed-role/worker/job`,
      caller: 'AROAWORKER:job',
      user: 'AROAWORKER:job',
      accessKey: session.accessKeyId,
    });
    expect((await gateway.signed(session, 'POST /dev/x')).status).toBe(403);
  });

  it.each([
    ['nothing allows it', {}, {}, 'because no identity-based policy allows the execute-api:Invoke action'],
    [
      'it denies it',
      { p: document(allow('*'), { ...allow('*'), Effect: 'Deny' }) },
      {},
      'with an explicit deny in an identity-based policy',
    ],
    [
      'its boundary does not allow it',
      { p: document(allow('*')) },
      { permissionsBoundary: 'arn:aws:iam::aws:policy/AmazonSNSFullAccess' },
      'because no permissions boundary allows the execute-api:Invoke action',
    ],
  ])('%s', async (_, policies, more, why) => {
    const gateway = await start();
    const answer = await gateway.signed(gateway.session(policies, more), 'GET /dev/x');
    expect(answer).toMatchObject({ status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException' } });
    expect(answer.json).toEqual({ Message: `${USER} ${why}` });
  });

  it.each([
    ['allows the role', 'Allow', { AWS: `arn:aws:iam::${ACCOUNT}:role/worker` }, {}, 200],
    ['allows the session', 'Allow', { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/worker/job` }, {}, 200],
    ['allows everybody', 'Allow', '*', {}, 200],
    ['allows the account, which leaves the decision to the account', 'Allow', { AWS: ACCOUNT }, {}, 403],
    ['allows another role', 'Allow', { AWS: `arn:aws:iam::${ACCOUNT}:role/other` }, {}, 403],
    ['has no statement, the role allows', 'Allow', { AWS: ACCOUNT }, { p: document(allow('*')) }, 200],
    ['denies, the role allows', 'Deny', '*', { p: document(allow('*')) }, 403],
  ])('the API’s policy %s', async (_, Effect, Principal, policies, status) => {
    const gateway = await start({ policy: document({ ...allow(`${ARN}/*`), Effect, Principal }) });
    expect((await gateway.signed(gateway.session(policies), 'GET /dev/x')).status).toBe(status);
  });

  it('conditions can use the caller', async () => {
    const Condition = {
      ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/worker` },
      StringEquals: { 'aws:PrincipalTag/team': 'a' },
    };
    const gateway = await start();
    const policies = { p: document(allow('*', { Condition })) };
    const tagged = gateway.session(policies, { tags: [{ Key: 'Team', Value: 'a' }] });
    expect((await gateway.signed(tagged, 'GET /dev/x')).status).toBe(200);
    expect((await gateway.signed(gateway.session(policies), 'GET /dev/x')).status).toBe(403);
  });

  it('a Deny of the API’s policy applies to the root user, too', async () => {
    const gateway = await start({ policy: document({ ...allow(`${ARN}/*`), Effect: 'Deny', Principal: '*' }) });
    expect((await gateway.signed(ROOT, 'GET /dev/x')).json.Message).toMatch(
      /^User: arn:aws:iam::000000000000:root .* with an explicit deny in a resource-based policy$/,
    );
  });
});

describe('a request for an uncached response', () => {
  it("is allowed only if the caller's role allows InvalidateCache", async () => {
    const gateway = await start();
    let answers = 0;
    gateway.functions.set('fn', () => ({ statusCode: 200, body: String(++answers) }));
    const setting = {
      throttlingBurstLimit: -1,
      throttlingRateLimit: -1,
      cachingEnabled: true,
      cacheTtlInSeconds: 300,
      requireAuthorizationForCacheControl: true,
      unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITHOUT_RESPONSE_HEADER',
    } as MethodSetting;
    gateway.setStage({
      deploymentId: 'dep1',
      cacheClusterEnabled: true,
      cacheClusterStatus: 'AVAILABLE',
      methodSettings: { '*/*': setting },
    });
    const host = `${API_ID}.execute-api.localhost:${gateway.port}`;
    const fresh = { headers: { host, 'cache-control': 'max-age=0' } };
    const invoke = document(allow(`${ARN}/*`));
    expect((await gateway.signed(gateway.session({ invoke }), 'GET /dev/x', fresh)).text).toBe('1');
    expect((await gateway.signed(gateway.session({ invoke }), 'GET /dev/x', fresh)).text).toBe('1');
    const both = document(allow(`${ARN}/*`, { Action: ['execute-api:Invoke', 'execute-api:InvalidateCache'] }));
    expect((await gateway.signed(gateway.session({ both }), 'GET /dev/x', fresh)).text).toBe('2');
  });
});
