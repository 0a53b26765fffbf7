import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../src/local/cloud/aws-error.ts';
import { ACCOUNT, API_ID, lambda, type ProxyEvent, REGION, type Reply, startGateway } from './gateway-rig.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Deploys a function for `/{proxy+}`, `/pets/{id}` and `/`. */
async function withFunction(handler: (event: ProxyEvent) => unknown, api = {}, stage = {}) {
  const rig = await startGateway();
  rig.functions.set('f', handler);
  const method = { methodIntegration: lambda('f') };
  rig.deploy({
    paths: { '/': { ANY: method }, '/{proxy+}': { ANY: method }, '/pets/{id}': { ANY: method } },
    api,
    stage,
  });
  return rig;
}

const echo = (event: ProxyEvent) => ({ body: JSON.stringify(event) });

describe('the event of a proxy integration', () => {
  it('has exactly the recorded members', async () => {
    const rig = await withFunction(echo);
    const reply = await rig.call('GET /dev/proxy-value', {
      headers: { Accept: '*/*', 'User-Agent': 'curl/8', 'tEsT-HEADeR': 'aValUE', authorization: 'random-value' },
    });
    const host = `${API_ID}.execute-api.localhost:${rig.port}`;
    const trace = expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
    const headers = {
      Host: host,
      Accept: '*/*',
      'User-Agent': 'curl/8',
      'tEsT-HEADeR': 'aValUE',
      Authorization: 'random-value',
      'X-Amzn-Trace-Id': trace,
      'X-Forwarded-For': '127.0.0.1',
      'X-Forwarded-Port': String(rig.port),
      'X-Forwarded-Proto': 'http',
    };
    expect(reply.json).toEqual({
      resource: '/{proxy+}',
      path: '/proxy-value',
      httpMethod: 'GET',
      headers,
      multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: { proxy: 'proxy-value' },
      stageVariables: null,
      requestContext: {
        accountId: ACCOUNT,
        apiId: API_ID,
        deploymentId: 'dep1',
        domainName: host,
        domainPrefix: API_ID,
        extendedRequestId: reply.headers['x-amz-apigw-id'],
        httpMethod: 'GET',
        identity: {
          accessKey: null,
          accountId: null,
          caller: null,
          cognitoAuthenticationProvider: null,
          cognitoAuthenticationType: null,
          cognitoIdentityId: null,
          cognitoIdentityPoolId: null,
          principalOrgId: null,
          sourceIp: '127.0.0.1',
          user: null,
          userAgent: 'curl/8',
          userArn: null,
        },
        path: '/dev/proxy-value',
        protocol: 'HTTP/1.1',
        requestId: expect.stringMatching(UUID),
        requestTime: '20/Nov/2026:09:12:34 +0000',
        requestTimeEpoch: Date.UTC(2026, 10, 20, 9, 12, 34),
        resourceId: 'res1',
        resourcePath: '/{proxy+}',
        stage: 'dev',
      },
      body: null,
      isBase64Encoded: false,
    });
    expect(reply.json.requestContext.requestId).toBe(reply.headers['x-amzn-requestid']);
  });

  it('names the host form of the API for a call by path', async () => {
    const rig = await withFunction(echo);
    const { json } = await rig.call(`GET /_aws/execute-api/${API_ID}/dev/p`);
    expect(json.path).toBe('/p');
    expect(json.requestContext).toMatchObject({
      path: '/dev/p',
      domainName: `${API_ID}.execute-api.localhost:${rig.port}`,
      domainPrefix: API_ID,
    });
  });

  it.each([
    ['/dev/p/', { path: '/p/', pathParameters: { proxy: 'p' } }, '/dev/p/'],
    ['/dev/p//q', { path: '/p//q', pathParameters: { proxy: 'p//q' } }, '/dev/p//q'],
    ['/dev//p', { path: '/p', pathParameters: { proxy: 'p' } }, '/dev//p'],
    ['//dev/p', { path: '/p', pathParameters: { proxy: 'p' } }, '/dev/p'],
    ['/dev/a%2Bb@c/t+u', { path: '/a%2Bb@c/t+u', pathParameters: { proxy: 'a%2Bb@c/t+u' } }, '/dev/a%2Bb@c/t+u'],
    ['/dev/pets/7', { path: '/pets/7', resource: '/pets/{id}', pathParameters: { id: '7' } }, '/dev/pets/7'],
    ['/dev', { path: '/', resource: '/', pathParameters: null }, '/dev/'],
  ])('contains the path %s', async (path, event, contextPath) => {
    const rig = await withFunction(echo);
    const reply = await rig.call(`GET ${path}`);
    expect(reply.json).toMatchObject(event);
    expect(reply.json.requestContext.path).toBe(contextPath);
  });

  it.each([
    ['a=1&a=2&b=x', { a: '2', b: 'x' }, { a: ['1', '2'], b: ['x'] }],
    ['a=&b', { a: '', b: '' }, { a: [''], b: [''] }],
    ['a=x+y%20z;b=%C3%A9', { a: 'x y z', b: 'é' }, { a: ['x y z'], b: ['é'] }],
    ['a=100%', { a: '100%' }, { a: ['100%'] }],
    ['__proto__=x', Object.fromEntries([['__proto__', 'x']]), Object.fromEntries([['__proto__', ['x']]])],
  ])('contains the query %s', async (query, single, multi) => {
    const rig = await withFunction(echo);
    const { json } = await rig.call(`GET /dev/p?${query}`);
    expect(json.queryStringParameters).toEqual(single);
    expect(json.multiValueQueryStringParameters).toEqual(multi);
  });

  it.each(['__proto__', 'constructor', 'toString'])(
    'treats a header with the name %s as an ordinary header',
    async (name) => {
      const rig = await startGateway();
      rig.functions.set('fn', (event) => ({ statusCode: 200, body: JSON.stringify(Object.entries(event.headers)) }));
      rig.deploy({ paths: { '/x': { GET: { methodIntegration: lambda('fn') } } } });
      const reply = await rig.call('GET /dev/x', { headers: [[name, 'v']] });
      expect(reply.json).toContainEqual([name, 'v']);
    },
  );

  it('keeps repeated headers, drops hop-by-hop headers and includes stage variables', async () => {
    const rig = await withFunction(echo, {}, { variables: { one: '1' } });
    const { json } = await rig.call('GET /dev/p', {
      headers: [
        ['x-a', '1'],
        ['X-A', '2'],
        ['TE', 'deflate'],
        ['Content-MD5', 'x'],
        ['Max-Forwards', '2'],
        ['Via', 'p'],
        ['X-Forwarded-For', '10.0.0.1'],
      ],
    });
    expect(json.headers).toMatchObject({ 'x-a': '2', Via: 'p', 'X-Forwarded-For': '10.0.0.1, 127.0.0.1' });
    expect(json.multiValueHeaders['x-a']).toEqual(['1', '2']);
    for (const dropped of ['TE', 'Content-MD5', 'Max-Forwards', 'Connection']) {
      expect(json.headers).not.toHaveProperty(dropped);
    }
    expect(json.stageVariables).toEqual({ one: '1' });
  });

  it('contains text as text and binary media types as base64', async () => {
    const rig = await withFunction(echo, { binaryMediaTypes: ['image/png'] });
    const post = async (type: string, body: string | Buffer) =>
      (await rig.call('POST /dev/p', { headers: { 'Content-Type': type }, body })).json;
    expect(await post('text/plain', 'čaj ☕')).toMatchObject({ body: 'čaj ☕', isBase64Encoded: false });
    expect(await post('image/png', Buffer.from([0, 255]))).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
  });

  it('contains everything as base64 when */* is binary', async () => {
    const rig = await withFunction(echo, { binaryMediaTypes: ['*/*'] });
    const body = Buffer.from('{}');
    const reply = await rig.call('POST /dev/p', { headers: { 'Content-Type': 'application/json' }, body });
    expect(JSON.parse(reply.text)).toMatchObject({ body: 'e30=', isBase64Encoded: true });
  });

  it('calls the qualified function on behalf of the method', async () => {
    const rig = await startGateway();
    const seen: unknown[] = [];
    rig.functions.set('f:7', (_, request) => {
      seen.push([request.scope, request.onBehalfOf, request.traceId]);
      return {};
    });
    rig.deploy({ paths: { '/pets/{id}': { ANY: { methodIntegration: lambda('f:7') } } } });
    const reply = await rig.call('PUT /dev/pets/1');
    expect(reply.status).toBe(200);
    const sourceArn = `arn:aws:execute-api:${REGION}:${ACCOUNT}:${API_ID}/dev/PUT/pets/{id}`;
    expect(seen).toEqual([
      [
        { account: ACCOUNT, region: REGION },
        { service: 'apigateway.amazonaws.com', sourceArn },
        reply.headers['x-amzn-trace-id'],
      ],
    ]);
  });

  it.each([
    [
      'Root=1-3152b799-8954dae64eda91bc9a23a7e8;Parent=7fa8c0f79203be72;Sampled=1',
      /^Root=1-3152b799-8954dae64eda91bc9a23a7e8;Parent=7fa8c0f79203be72;Sampled=1/,
    ],
    [
      'Root=1-3152b799-8954dae64eda91bc9a23a7e8',
      /^Root=1-3152b799-8954dae64eda91bc9a23a7e8;Parent=[0-9a-f]{16};Sampled=0/,
    ],
    ['nonsense', /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0/],
  ])('continues the trace %s', async (sent, answered) => {
    const rig = await withFunction(echo);
    const reply = await rig.call('GET /dev/p', { headers: { 'x-amzn-trace-id': sent } });
    expect(reply.headers['x-amzn-trace-id']).toMatch(answered);
  });
});

describe('the response of a function', () => {
  const answered = async (result: unknown, accept?: string, binaryMediaTypes?: string[]): Promise<Reply> => {
    const rig = await withFunction(() => result, { binaryMediaTypes });
    return rig.call('GET /dev/p', accept === undefined ? {} : { headers: { Accept: accept } });
  };

  it.each([
    ['only a status', { statusCode: 201 }, 201, ''],
    ['nothing', {}, 200, ''],
    ['a numeric string as status', { statusCode: '201' }, 201, ''],
    ['null members', { statusCode: 200, headers: null, multiValueHeaders: null, body: null }, 200, ''],
    ['a body', { statusCode: 404, body: 'mine' }, 404, 'mine'],
    ['base64 without binary types', { body: 'dGVzdA==', isBase64Encoded: true }, 200, 'dGVzdA=='],
  ])('may be %s', async (_, result, status, text) => {
    expect(await answered(result)).toMatchObject({ status, text });
  });

  it.each([
    ['null', null, 'must be an object'],
    ['a string', 'text', 'must be an object'],
    ['a list', [], 'must be an object'],
    ['an unknown member', { statusCode: 200, wrongValue: 1 }, 'unknown member "wrongValue"'],
    ['a member with terminal control characters', { '\x1b]0;x\x07\x9b': 1 }, '"\\u001b]0;x\\u0007\\u009b"'],
    ['a word as status', { statusCode: 'test' }, 'statusCode "test" is not a valid HTTP status'],
    ['a status out of range', { statusCode: 600 }, 'statusCode 600'],
    ['an interim status', { statusCode: 102 }, 'statusCode 102'],
    ['an object as body', { body: { a: 1 } }, 'body must be a string'],
    ['text as multi-value header', { multiValueHeaders: { a: 'x' } }, 'multiValueHeaders["a"] must be a list'],
    ['an object as header', { headers: { a: {} } }, 'header "a" must be a string'],
    ['a line break in a header', { headers: { a: 'x\ny' } }, 'Invalid character'],
  ])('is malformed with %s', async (_, result, reason) => {
    const rig = await withFunction(() => result);
    const reply = await rig.call('GET /dev/p');
    expect(reply).toMatchObject({ status: 502, text: '{"message": "Internal server error"}' });
    expect(reply.headers['x-amzn-errortype']).toBe('InternalServerErrorException');
    expect(reply.headers).not.toHaveProperty('x-amzn-trace-id');
    expect(rig.reported).toEqual([expect.stringContaining('Malformed Lambda proxy response')]);
    expect(rig.reported[0]).toContain(reason);
  });

  it.each([204, 304])('with status %d has neither body nor length', async (statusCode) => {
    const reply = await answered({ statusCode, body: 'ignored' });
    expect(reply).toMatchObject({ status: statusCode, text: '' });
    expect(reply.headers).not.toHaveProperty('content-length');
  });

  it('can have strings, booleans and numbers as headers, and several values', async () => {
    const reply = await answered({
      headers: { 'X-Text': 'a', 'x-bool': true, 'x-number': 3600, 'x-both': 'single', 'x-null': null },
      multiValueHeaders: { 'Set-Cookie': ['a=1; Path=/', 'b=2'], 'X-Both': ['multi'] },
      body: '<p>',
    });
    expect(reply.raw).toEqual(
      expect.arrayContaining([
        ['X-Text', 'a'],
        ['x-bool', 'true'],
        ['x-number', '3600'],
        ['Set-Cookie', 'a=1; Path=/'],
        ['Set-Cookie', 'b=2'],
      ]),
    );
    expect(reply.headers['x-both']).toBe('multi, single');
    expect(reply.headers).not.toHaveProperty('x-null');
    expect(reply.headers['content-type']).toBe('application/json');
  });

  it.each(['Authorization', 'Proxy-Authenticate', 'TE'])(
    'a mapping of %s is an API configuration error',
    async (header) => {
      const rig = await startGateway();
      rig.functions.set('f', () => ({ statusCode: 200 }));
      const requestParameters = { [`integration.request.header.${header}`]: "'x'" };
      rig.deploy({ paths: { '/x': { GET: { methodIntegration: { ...lambda('f'), requestParameters } } } } });
      expect(await rig.call('GET /dev/x')).toMatchObject({ status: 500, text: '{"message": "Internal server error"}' });
    },
  );

  it('renames headers that are reserved by the gateway and drops Transfer-Encoding', async () => {
    const reply = await answered({
      headers: {
        Date: 'yesterday',
        Server: 'mine',
        'Content-Length': '999',
        Connection: 'close',
        'WWW-Authenticate': 'Basic',
        'Transfer-Encoding': 'chunked',
        'x-amzn-RequestId': 'mine',
        'X-Amzn-ErrorType': 'MyError',
      },
      body: 'abc',
    });
    expect(reply.text).toBe('abc');
    expect(reply.headers).toMatchObject({
      'x-amzn-remapped-date': 'yesterday',
      'x-amzn-remapped-server': 'mine',
      'x-amzn-remapped-content-length': '999',
      'x-amzn-remapped-connection': 'close',
      'x-amzn-remapped-www-authenticate': 'Basic',
      'x-amzn-errortype': 'MyError',
      'x-amzn-requestid': expect.stringMatching(UUID),
      'content-length': '3',
    });
    expect(reply.headers).not.toHaveProperty('www-authenticate');
    expect(reply.headers).not.toHaveProperty('x-amzn-remapped-transfer-encoding');
  });

  const PNG = { body: Buffer.from([0x89, 0x50]).toString('base64'), isBase64Encoded: true };
  it.each([
    ['image/png', ['image/png'], true],
    ['image/png,*/*;q=0.8', ['image/png'], true],
    ['image/webp,image/png', ['image/png'], false],
    ['image/png', ['image/*'], true],
    ['random/test', ['*/test'], false],
    ['*/test', ['*/test'], false],
    ['text/html', ['*/*'], true],
    ['application', ['application/*'], false],
    [undefined, ['image/png'], false],
  ])('is decoded for Accept %s and binary types %o: %s', async (accept, types, decoded) => {
    const reply = await answered(PNG, accept, types);
    expect(reply.bytes).toEqual(decoded ? Buffer.from([0x89, 0x50]) : Buffer.from(PNG.body));
  });

  it('is a 500 if it cannot be decoded', async () => {
    const reply = await answered({ body: 'èé+à)(', isBase64Encoded: true }, 'image/png', ['image/png']);
    expect(reply.status).toBe(500);
  });

  it('is a 502 above Lambda’s limit', async () => {
    expect((await answered({ body: 'x'.repeat(6_300_000) })).status).toBe(502);
  });
});

describe('functions that do not respond', () => {
  const failing = async (error: Error) => {
    const rig = await withFunction(() => {
      throw error;
    });
    return { rig, reply: await rig.call('GET /dev/p') };
  };

  it('turns an error of the function into a 502 without details', async () => {
    const { rig, reply } = await failing(new Error('secret detail'));
    expect(reply).toMatchObject({ status: 502, text: '{"message": "Internal server error"}' });
    expect(reply.headers).toMatchObject({ 'content-length': '36', 'x-amzn-errortype': 'InternalServerErrorException' });
    expect(rig.reported[0]).toContain('secret detail');
  });

  it.each([
    [new AwsError('ResourceNotFoundException', 'Function not found', { status: 404 }), 'Function not found'],
    [new AwsError('AccessDeniedException', 'no statement', { status: 403 }), 'Invalid permissions on Lambda function'],
    [new AwsError('TooManyRequestsException', 'Rate Exceeded.', { status: 429 }), 'Rate Exceeded.'],
  ])('turns %s into a 500', async (error, reason) => {
    const { rig, reply } = await failing(error);
    expect(reply).toMatchObject({ status: 500, text: '{"message": "Internal server error"}' });
    expect(rig.reported[0]).toContain(reason);
  });

  it('rejects a request that is too long for Lambda', async () => {
    const rig = await withFunction(echo);
    const reply = await rig.call('POST /dev/p', { body: 'x'.repeat(6_300_000) });
    expect(reply).toMatchObject({ status: 413, text: '{"message":"Request Too Long"}' });
  });

  it('gives up after the integration’s timeout', async () => {
    const rig = await startGateway();
    const invoked = new Promise<void>((started) => {
      rig.functions.set('slow', () => {
        started();
        return new Promise(() => {});
      });
    });
    const methodIntegration = lambda('slow', { timeoutInMillis: 1_000 });
    rig.deploy({ paths: { '/x': { GET: { methodIntegration } } } });
    const pending = rig.call('GET /dev/x');
    await invoked;
    rig.advance(1_000);
    expect(await pending).toMatchObject({ status: 504, text: '{"message": "Endpoint request timed out"}' });
  });

  it.each([
    [{ httpMethod: 'GET' }],
    [{ requestParameters: { 'integration.request.header.Content-Length': "'0'" } }],
    [{ requestParameters: { 'integration.request.header.TE': "'gzip'" } }],
    [{ uri: 'arn:aws:apigateway:eu-west-1:firehose:action/PutRecord' }],
  ])('rejects an integration with %o', async (integration) => {
    const rig = await startGateway();
    rig.functions.set('f', () => ({}));
    rig.deploy({ paths: { '/x': { GET: { methodIntegration: lambda('f', integration) } } } });
    expect(await rig.call('GET /dev/x')).toMatchObject({ status: 500, text: '{"message": "Internal server error"}' });
  });
});
