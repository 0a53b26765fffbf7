import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../src/local/cloud/aws-error.ts';
import type { Authorizer, Method } from '../../../src/local/state/apis/model.ts';
import type { Role } from '../../../src/local/state/identity/model.ts';
import { ACCOUNT, API_ID, lambda, type ProxyEvent, REGION, startGateway } from './gateway-rig.ts';

const ARN = `arn:aws:execute-api:${REGION}:${ACCOUNT}:${API_ID}/dev`;

const policy = (Effect: string, Resource: unknown = `${ARN}/*`) => ({
  Version: '2012-10-17',
  Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }],
});

const allow = { principalId: 'user', policyDocument: policy('Allow') };

/** Deploys an API with the authorizer function `auth`; `answer` returns its response and may throw. */
async function guarded(
  authorizer: Partial<Authorizer>,
  answer: (event: ProxyEvent) => unknown,
  method: Partial<Method> = {},
) {
  const rig = await startGateway();
  const events: ProxyEvent[] = [];
  rig.functions.set('auth', (event) => {
    events.push(event);
    return answer(event);
  });
  rig.functions.set('f', (event) => ({ body: JSON.stringify(event.requestContext.authorizer ?? null) }));
  const guardedMethod: Partial<Method> = {
    authorizationType: 'CUSTOM',
    authorizerId: 'a1',
    methodIntegration: lambda('f'),
    ...method,
  };
  const full: Authorizer = {
    id: 'a1',
    name: 'auth',
    type: 'TOKEN',
    authorizerUri: lambda('auth').uri!,
    identitySource: 'method.request.header.Authorization',
    authorizerResultTtlInSeconds: 0,
    ...authorizer,
  };
  const deploy = (more: Parameters<typeof rig.deploy>[0] = {}) =>
    rig.deploy({
      paths: { '/': { GET: guardedMethod }, '/a': { GET: guardedMethod }, '/b/{id}': { ANY: guardedMethod } },
      ...more,
      definition: { authorizers: { a1: full }, ...more.definition },
    });
  deploy();
  const get = (path = '/a', headers: Record<string, string> = { Authorization: 'token' }) =>
    rig.call(`GET /dev${path}`, { headers });
  return { ...rig, authorizer: full, deploy, events, get };
}

describe('the identity of a caller', () => {
  it('is checked before the function is called', async () => {
    const { get, events } = await guarded({}, () => allow);
    for (const headers of [{}, { Authorization: '' }, { Authorization: '  ' }, { 'X-Auth': 'token' }]) {
      const reply = await get('/a', headers as Record<string, string>);
      expect(reply).toMatchObject({ status: 401, text: '{"message":"Unauthorized"}' });
      expect(reply.headers['x-amzn-errortype']).toBe('UnauthorizedException');
    }
    expect(events).toEqual([]);
    expect((await get()).status).toBe(200);
  });

  it('must match the whole validation expression of a TOKEN authorizer', async () => {
    const { get, events } = await guarded({ identityValidationExpression: 'Bearer [a-z]+' }, () => allow);
    for (const Authorization of ['token', 'Bearer 12', 'Bearer ab1', 'a Bearer ab']) {
      expect((await get('/a', { Authorization })).status).toBe(401);
    }
    expect(events).toEqual([]);
    expect((await get('/a', { Authorization: 'Bearer ab' })).status).toBe(200);
  });

  it('for a REQUEST authorizer may be in many places, all of which need a value', async () => {
    const identitySource =
      'method.request.header.X-Auth, method.request.querystring.q,context.identity.sourceIp, stageVariables.v';
    const rig = await guarded({ type: 'REQUEST', identitySource }, () => allow);
    const headers = { 'x-auth': 'a' };
    expect((await rig.get('/a?q=1', headers)).status).toBe(401);
    rig.deploy({ stage: { variables: { v: 'x' } } });
    expect((await rig.get('/a', headers)).status).toBe(401);
    expect((await rig.get('/a?q=', headers)).status).toBe(401);
    expect((await rig.get('/a?q=1', {})).status).toBe(401);
    expect(rig.events).toEqual([]);
    expect((await rig.get('/a?q=1', headers)).status).toBe(200);
  });
});

describe('the event', () => {
  it('to a TOKEN authorizer contains token and method', async () => {
    const { get, events } = await guarded({}, () => allow);
    await get('/b/7?x=1', { Authorization: 'Bearer t' });
    await get('/');
    expect(events).toEqual([
      { type: 'TOKEN', authorizationToken: 'Bearer t', methodArn: `${ARN}/GET/b/7` },
      { type: 'TOKEN', authorizationToken: 'token', methodArn: `${ARN}/GET/` },
    ]);
  });

  it('to a REQUEST authorizer is that of the integration without body, with empty maps', async () => {
    const { call, get, events } = await guarded({ type: 'REQUEST' }, () => allow);
    await call('POST /dev/b/7?x=1&x=2', { headers: { Authorization: 't', 'X-Other': 'o' }, body: 'secret' });
    await get();
    expect(events[0]).toMatchObject({
      type: 'REQUEST',
      methodArn: `${ARN}/POST/b/7`,
      resource: '/b/{id}',
      path: '/b/7',
      httpMethod: 'POST',
      headers: { Authorization: 't', 'X-Other': 'o' },
      multiValueHeaders: { Authorization: ['t'] },
      queryStringParameters: { x: '2' },
      multiValueQueryStringParameters: { x: ['1', '2'] },
      pathParameters: { id: '7' },
      stageVariables: {},
      requestContext: { accountId: ACCOUNT, apiId: API_ID, stage: 'dev', identity: { sourceIp: '127.0.0.1' } },
    });
    expect(events[0]).not.toHaveProperty('body');
    expect(events[0]).not.toHaveProperty('isBase64Encoded');
    expect(events[0]!.requestContext).not.toHaveProperty('authorizer');
    expect(events[1]).toMatchObject({
      queryStringParameters: {},
      multiValueQueryStringParameters: {},
      pathParameters: {},
    });
  });

  it('is sent on behalf of the authorizer, or of its role', async () => {
    const { cloud, functions, get, deploy, authorizer } = await guarded({}, () => allow);
    const callers: unknown[] = [];
    functions.set('auth', (_, request) => {
      callers.push(request.onBehalfOf);
      return allow;
    });
    await get();
    const authorizerCredentials = `arn:aws:iam::${ACCOUNT}:role/r`;
    deploy({ definition: { authorizers: { a1: { ...authorizer, authorizerCredentials } } } });
    expect((await get()).headers['x-amzn-errortype']).toBe('AuthorizerConfigurationException');
    const statement = (more: object) => JSON.stringify({ Statement: { Effect: 'Allow', ...more } });
    const role: Role = {
      roleName: 'r',
      roleId: 'AROA1',
      arn: authorizerCredentials,
      path: '/',
      assumeRolePolicyDocument: statement({
        Action: 'sts:AssumeRole',
        Principal: { Service: 'apigateway.amazonaws.com' },
      }),
      maxSessionDuration: 3600,
      createDate: 0,
      tags: [],
      inlinePolicies: { invoke: statement({ Action: 'lambda:InvokeFunction', Resource: '*' }) },
      attachedPolicies: [],
    };
    cloud.collection<Role>({ account: ACCOUNT, region: 'global' }, 'iam.roles').put('r', role);
    expect((await get()).status).toBe(200);
    const sourceArn = `arn:aws:execute-api:${REGION}:${ACCOUNT}:${API_ID}/authorizers/a1`;
    expect(callers).toEqual([{ service: 'apigateway.amazonaws.com', sourceArn }, undefined]);
  });
});

describe('the response', () => {
  it('reaches the integration with its context as text', async () => {
    const context = { text: 'x', number: 7.5, flag: true };
    const { get } = await guarded({}, () => ({ ...allow, principalId: 'user-1', context }));
    expect((await get()).json).toEqual({
      principalId: 'user-1',
      text: 'x',
      number: '7.5',
      flag: 'true',
      integrationLatency: 0,
    });
  });

  it.each([
    ['null', null],
    ['text', 'allow'],
    ['a list', []],
    ['a response for the client', { statusCode: 401, headers: {}, body: 'no' }],
    ['an unknown member', { ...allow, more: 1 }],
    ['no principal', { policyDocument: allow.policyDocument }],
    ['no policy', { principalId: 'user' }],
    ['a policy without statements', { ...allow, policyDocument: { Version: '2012-10-17' } }],
    ['a statement without resource', { ...allow, policyDocument: { Statement: [{ Effect: 'Allow', Action: '*' }] } }],
    ['an unknown effect', { ...allow, policyDocument: policy('allow') }],
    ['a list in the context', { ...allow, context: { list: [1] } }],
    ['an object in the context', { ...allow, context: { object: {} } }],
    ['an invalid context', { ...allow, context: 'x' }],
    ['a key that is not text', { ...allow, usageIdentifierKey: 7 }],
  ])('that is %s is a configuration error without a message', async (_, answer) => {
    const { get, reported } = await guarded({}, () => answer);
    const reply = await get();
    expect(reply).toMatchObject({ status: 500, text: '{"message":null}' });
    expect(reply.headers['x-amzn-errortype']).toBe('AuthorizerConfigurationException');
    expect(reported).toHaveLength(1);
  });

  it('that is the error Unauthorized is a 401, any other error a 500', async () => {
    const { get, reported } = await guarded({}, ({ authorizationToken }) => {
      throw new Error(authorizationToken);
    });
    expect(await get('/a', { Authorization: 'Unauthorized' })).toMatchObject({
      status: 401,
      text: '{"message":"Unauthorized"}',
    });
    for (const Authorization of ['out of luck', 'Unauthorized: too late']) {
      const reply = await get('/a', { Authorization });
      expect(reply).toMatchObject({ status: 500, text: '{"message":null}' });
      expect(reply.headers['x-amzn-errortype']).toBe('AuthorizerConfigurationException');
    }
    expect(reported[0]).toContain('Unrecognized field "errorMessage"');
  });

  it('that is missing is either a wrong configuration or a temporary error', async () => {
    const { functions, get } = await guarded({}, () => allow);
    const errorType = async () => {
      const reply = await get();
      expect(reply).toMatchObject({ status: 500, text: '{"message":null}' });
      return reply.headers['x-amzn-errortype'];
    };
    functions.set('auth', () => {
      throw new AwsError('AccessDeniedException', 'no', { status: 403 });
    });
    expect(await errorType()).toBe('AuthorizerConfigurationException');
    functions.set('auth', () => {
      throw new AwsError('TooManyRequestsException', 'busy', { status: 429 });
    });
    expect(await errorType()).toBe('AuthorizerFailureException');
    functions.delete('auth');
    expect(await errorType()).toBe('AuthorizerConfigurationException');
  });

  it('has a time limit', async () => {
    const rig = await guarded({}, () => new Promise(() => {}));
    const reply = rig.get();
    while (rig.events.length === 0) await new Promise((resolve) => setImmediate(resolve));
    rig.advance(29_000);
    expect((await reply).headers['x-amzn-errortype']).toBe('AuthorizerFailureException');
  });
});

describe('the policy', () => {
  it.each([
    ['denies', policy('Deny'), ' with an explicit deny in an identity-based policy'],
    ['allows another method', policy('Allow', `${ARN}/POST/a`), ''],
    ['allows nothing', { Version: '2012-10-17', Statement: [] }, ''],
    [
      'allows under a condition that does not hold',
      {
        Statement: [
          {
            Effect: 'Allow',
            Action: '*',
            Resource: '*',
            Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
          },
        ],
      },
      '',
    ],
  ])('that %s is a 403 with a capital Message', async (_, policyDocument, ending) => {
    const { get } = await guarded({}, () => ({ principalId: 'user', policyDocument }));
    const reply = await get();
    expect(reply).toMatchObject({
      status: 403,
      text: JSON.stringify({ Message: `User is not authorized to access this resource${ending}` }),
    });
    expect(reply.headers['x-amzn-errortype']).toBe('AccessDeniedException');
  });

  it('denies a path in any notation', async () => {
    const answer = policy('Allow');
    answer.Statement.push({
      Action: 'execute-api:Invoke',
      Effect: 'Deny',
      Resource: [`${ARN}/GET/a`, `${ARN}/GET/b/7`],
    });
    const { get } = await guarded({}, () => ({ ...allow, policyDocument: answer }));
    for (const path of ['/a', '/a/', '/%61', '/b/7', '/b/%37', '/%62/7/']) {
      expect([path, (await get(path)).status]).toEqual([path, 403]);
    }
    expect((await get('/b/8')).status).toBe(200);
  });

  it('that allows the method of the event is sufficient, in any notation of the path', async () => {
    const { get } = await guarded({}, ({ methodArn }) => ({ ...allow, policyDocument: policy('Allow', methodArn) }));
    for (const path of ['/a', '/a/', '/%61', '/b/7%20x', '/%62/7/']) {
      expect([path, (await get(path)).status]).toEqual([path, 200]);
    }
  });

  it('may contain wildcards, lists, NotAction and NotResource', async () => {
    const { get } = await guarded({}, ({ authorizationToken }) => ({
      principalId: 'user',
      policyDocument: { Version: '2012-10-17', Statement: JSON.parse(authorizationToken) },
    }));
    const asks = async (...statement: object[]) =>
      (await get('/a', { Authorization: JSON.stringify(statement) })).status;
    const Effect = 'Allow';
    const Action = 'execute-api:Invoke';
    expect(await asks({ Effect, Action: '*', Resource: '*' })).toBe(200);
    expect(
      await asks({ Effect, Action: ['x:y', 'EXECUTE-API:inv*'], Resource: [`${ARN}/POST/a`, `${ARN}/GET/?`] }),
    ).toBe(200);
    expect(await asks({ Effect, Action, NotResource: `${ARN}/POST/*` })).toBe(200);
    expect(await asks({ Effect, NotAction: 'execute-api:Invoke', Resource: '*' })).toBe(403);
    expect(await asks({ Effect, Action, Resource: '*' }, { Effect: 'Deny', Action, Resource: `${ARN}/GET/a` })).toBe(
      403,
    );
  });
});

describe('the cache', () => {
  it.each([
    ['its time', 300],
    ['300 seconds by default', undefined],
  ])('stores a response by identity for %s', async (_, authorizerResultTtlInSeconds) => {
    const rig = await guarded({ authorizerResultTtlInSeconds }, () => allow);
    await rig.get();
    rig.advance(299_999);
    expect((await rig.get()).json).toMatchObject({ principalId: 'user' });
    expect(rig.events).toHaveLength(1);
    await rig.get('/a', { Authorization: 'another' });
    expect(rig.events).toHaveLength(2);
    rig.advance(1);
    await rig.get();
    expect(rig.events).toHaveLength(3);
  });

  it('is off with a TTL of zero, and for callers without an identity', async () => {
    const off = await guarded({ authorizerResultTtlInSeconds: 0 }, () => allow);
    await off.get();
    await off.get();
    expect(off.events).toHaveLength(2);
    const nobody = await guarded(
      { type: 'REQUEST', identitySource: '', authorizerResultTtlInSeconds: 300 },
      () => allow,
    );
    await nobody.get();
    await nobody.get();
    expect(nobody.events).toHaveLength(2);
  });

  it('stores the policy, which then decides about other methods too', async () => {
    const rig = await guarded({ authorizerResultTtlInSeconds: 300 }, ({ methodArn }) => ({
      principalId: 'user',
      policyDocument: policy('Allow', methodArn),
    }));
    expect((await rig.get('/a')).status).toBe(200);
    expect((await rig.get('/b/1')).status).toBe(403);
    expect((await rig.get('/a')).status).toBe(200);
    expect(rig.events).toHaveLength(1);
  });

  it('is empty after a flush', async () => {
    const rig = await guarded({ authorizerResultTtlInSeconds: 300 }, () => allow);
    await rig.get();
    rig.put('apigateway.cacheFlushes', `${API_ID}/dev`, { count: 1 });
    await rig.get();
    expect(rig.events).toHaveLength(1);
    rig.put('apigateway.cacheFlushes', `${API_ID}/dev`, { count: 1, authorizers: 1 });
    await rig.get();
    await rig.get();
    expect(rig.events).toHaveLength(2);
  });

  it('stores no errors', async () => {
    const rig = await guarded({ authorizerResultTtlInSeconds: 300 }, () => {
      throw new Error('Unauthorized');
    });
    await rig.get();
    await rig.get();
    expect(rig.events).toHaveLength(2);
  });

  it('distinguishes the sources of equal values', async () => {
    const identitySource = 'method.request.header.X, method.request.header.Y';
    const rig = await guarded({ type: 'REQUEST', identitySource, authorizerResultTtlInSeconds: 300 }, () => allow);
    await rig.get('/a', { X: 'a,b', Y: 'c' });
    await rig.get('/a', { X: 'a', Y: 'b,c' });
    await rig.get('/a', { X: 'a', Y: 'b,c' });
    expect(rig.events).toHaveLength(2);
  });
});

describe('around the authorizer', () => {
  it('it runs after routing and before keys and validation', async () => {
    const { get, call } = await guarded({}, () => allow, { apiKeyRequired: true });
    expect((await call('GET /dev/nowhere')).json).toEqual({ message: 'Missing Authentication Token' });
    expect((await get('/a', {})).status).toBe(401);
    expect(await get()).toMatchObject({ status: 403, text: '{"message":"Forbidden"}' });
  });

  it('an API with the key source AUTHORIZER reads the key from it, and from no header', async () => {
    const rig = await guarded({}, ({ authorizationToken }) => ({
      ...allow,
      ...(authorizationToken !== 'none' && { usageIdentifierKey: authorizationToken }),
    }));
    rig.addPlan({ quota: { limit: 1, offset: 0, period: 'DAY' } }, { id: 'k1', value: 'the-right-key-0123456789' });
    const get = (Authorization: string) => rig.get('/a', { Authorization, 'x-api-key': 'the-right-key-0123456789' });
    rig.deploy({
      api: { apiKeySource: 'AUTHORIZER' },
      paths: {
        '/a': {
          GET: { authorizationType: 'CUSTOM', authorizerId: 'a1', apiKeyRequired: true },
        },
        '/open': { GET: { apiKeyRequired: true } },
      },
    });
    expect((await get('none')).status).toBe(403);
    expect((await get('the-wrong-key-0123456789')).status).toBe(403);
    expect((await rig.get('/open', { 'x-api-key': 'the-right-key-0123456789' })).status).toBe(403);
    expect((await get('the-right-key-0123456789')).status).toBe(200);
    expect((await get('the-right-key-0123456789')).status).toBe(429);
  });

  it('gateway responses can be set for every error', async () => {
    const response = (responseType: string, statusCode: string) => ({
      responseType,
      statusCode,
      responseTemplates: { 'application/json': '{"m":$context.error.messageString,"t":"$context.error.responseType"}' },
    });
    const rig = await guarded({}, ({ authorizationToken }) =>
      authorizationToken === 'deny' ? { ...allow, policyDocument: policy('Deny') } : null,
    );
    const gatewayResponses = {
      UNAUTHORIZED: response('UNAUTHORIZED', '418'),
      ACCESS_DENIED: response('ACCESS_DENIED', '404'),
      AUTHORIZER_CONFIGURATION_ERROR: response('AUTHORIZER_CONFIGURATION_ERROR', '503'),
    };
    const authorizers = {
      a1: {
        id: 'a1',
        name: 'auth',
        type: 'TOKEN' as const,
        authorizerUri: lambda('auth').uri!,
        identitySource: 'method.request.header.Authorization',
      },
    };
    rig.deploy({ definition: { authorizers, gatewayResponses } });
    expect(await rig.get('/a', {})).toMatchObject({ status: 418, json: { m: 'Unauthorized', t: 'UNAUTHORIZED' } });
    expect(await rig.get('/a', { Authorization: 'deny' })).toMatchObject({ status: 404, json: { t: 'ACCESS_DENIED' } });
    expect(await rig.get()).toMatchObject({ status: 503, json: { m: null, t: 'AUTHORIZER_CONFIGURATION_ERROR' } });
  });

  it('logs contain its steps and its context', async () => {
    const rig = await guarded({}, ({ authorizationToken }) => {
      if (authorizationToken === 'bad') throw new Error('Unauthorized');
      return { ...allow, principalId: 'somebody-1234', context: { tenant: 't1' } };
    });
    rig.deploy({
      stage: {
        accessLogSettings: {
          destinationArn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:access`,
          format:
            '$context.requestId $context.authorizer.principalId $context.authorizer.tenant $context.authorizer.status $context.authorizer.integrationStatus $context.authorizer.error',
        },
        methodSettings: { '*/*': { loggingLevel: 'INFO', dataTraceEnabled: false } as never },
      },
    });
    await rig.get('/a', { Authorization: 'a-long-token-abcdef' });
    await rig.get('/a', { Authorization: 'bad' });
    const access = rig.logged.filter(({ group }) => group === 'access').map(({ events }) => events[0]!.message);
    expect(access[0]).toMatch(/ somebody-1234 t1 200 200 -$/);
    expect(access[1]).toMatch(/ - - 401 200 Unauthorized$/);
    const [served, refused] = rig.logged
      .filter(({ group }) => group !== 'access')
      .map(({ events }) => events.map(({ message }) => message.replace(/^\(\S+\) /, '')));
    expect(served!.slice(1, 6)).toEqual([
      expect.stringMatching(/^Starting authorizer: a1 for request: /),
      'Incoming identity: *************abcdef',
      expect.stringMatching(/^Sending request to arn:aws:apigateway:/),
      'Using valid authorizer policy for principal: *******y-1234',
      'Successfully completed authorizer execution',
    ]);
    expect(refused).toContainEqual(expect.stringMatching(/^Unauthorized request: /));
  });

  it('logs with data tracing omit the key that the authorizer returns', async () => {
    const usageIdentifierKey = 'the-right-key-0123456789';
    const rig = await guarded({}, () => ({ ...allow, usageIdentifierKey }));
    rig.deploy({ stage: { methodSettings: { '*/*': { loggingLevel: 'INFO', dataTraceEnabled: true } as never } } });
    expect((await rig.get('/a', { Authorization: 'a-long-token-abcdef' })).status).toBe(200);
    const lines = rig.logged.flatMap(({ events }) => events.map(({ message }) => message)).join('\n');
    expect(lines).toContain('"usageIdentifierKey":"*****"');
    expect(lines).not.toContain(usageIdentifierKey);
  });
});

describe('a test of an authorizer', () => {
  const test = (rig: Awaited<ReturnType<typeof guarded>>, headers: string[]) =>
    rig.cloud.dataPlane.testAuthorizer({
      apiId: API_ID,
      authorizer: rig.authorizer,
      headers,
      body: '',
      stageVariables: {},
    });

  it('calls the function every time and returns its policy, also an invalid one', async () => {
    const rig = await guarded({ authorizerResultTtlInSeconds: 300 }, () => ({
      principalId: 'somebody',
      policyDocument: policy('Deny'),
    }));
    const result = await test(rig, ['Authorization', 'token']);
    await test(rig, ['Authorization', 'token']);
    expect(rig.events).toHaveLength(2);
    expect(rig.events[0]).toEqual({
      type: 'TOKEN',
      authorizationToken: 'token',
      methodArn: ARN.replace(/dev$/, 'ESTestInvoke-stage/GET/'),
    });
    expect(result).toMatchObject({ clientStatus: 0, principalId: 'somebody', latency: 0 });
    expect(JSON.parse(result.policy!)).toEqual(policy('Deny'));
    const lines = result.log.trim().split('\n');
    expect(lines[0]).toMatch(/^Execution log for request [0-9a-f-]{36}$/);
    expect(lines[1]).toMatch(/^Fri Nov 20 09:12:34 UTC 2026 : Starting authorizer: a1 for request: /);
    expect(lines.at(-1)).toMatch(/ : Successfully completed authorizer execution$/);
  });

  it('reports the response that the client would get', async () => {
    const rig = await guarded({}, () => null);
    expect(await test(rig, [])).toMatchObject({ clientStatus: 401, log: expect.stringContaining('Unauthorized') });
    const failed = await test(rig, ['Authorization', 'token']);
    expect(failed).not.toHaveProperty('policy');
    expect(failed.clientStatus).toBe(500);
    expect(failed.log).toMatch(
      /Authorizer result body before parsing: null\n.* : Execution failed due to configuration error: Could not parse policy.*\n.* : AuthorizerConfigurationException\n$/,
    );
  });
});
