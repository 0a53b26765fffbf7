import { describe, expect, it } from 'vitest';
import { API_ID, lambda, mock, type ProxyEvent, REGION, startGateway } from './gateway-rig.ts';

const json = (text: string) => ({ methodIntegration: mock(text) });

describe('the API, stage and method of a request', () => {
  it('respond to a deployed path with the IDs of every response', async () => {
    const rig = await startGateway();
    rig.deploy({ paths: { '/existing': { GET: json('{"ok":true}') } } });
    const reply = await rig.call('GET /dev/existing');
    expect(reply).toMatchObject({ status: 200, text: '{"ok":true}' });
    expect(reply.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': '11',
      'x-amzn-requestid': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'x-amz-apigw-id': expect.stringMatching(/^[\w-]{15}=$/),
    });
    expect(reply.headers).not.toHaveProperty('x-amzn-trace-id');
    expect(reply.headers).not.toHaveProperty('x-amzn-errortype');
  });

  it('keep a connection open without a stated time', async () => {
    const rig = await startGateway();
    rig.deploy({ paths: { '/existing': { GET: json('{}') } } });
    const { headers } = await rig.call('GET /dev/existing', { headers: { Connection: 'keep-alive' } });
    expect(headers.connection).toBe('keep-alive');
    expect(headers).not.toHaveProperty('keep-alive');
    expect((await rig.call('GET /dev/existing', { headers: { Connection: 'close' } })).headers.connection).toBe(
      'close',
    );
  });

  it('return Missing Authentication Token for an unknown path and for a missing method', async () => {
    const rig = await startGateway();
    rig.deploy({ paths: { '/existing': { GET: json('{}') } } });
    for (const line of ['GET /dev/nope', 'POST /dev/existing']) {
      const reply = await rig.call(line);
      expect(reply).toMatchObject({ status: 403, text: '{"message":"Missing Authentication Token"}' });
      expect(reply.headers['x-amzn-errortype']).toBe('MissingAuthenticationTokenException');
    }
    expect(await rig.call('HEAD /dev/existing')).toMatchObject({ status: 403, text: '' });
  });

  it('reject an Authorization header that is not a signature on an unknown path', async () => {
    const rig = await startGateway();
    rig.deploy({ paths: { '/existing': { GET: json('{}') } } });
    const reply = await rig.call('GET /dev/nope', { headers: { Authorization: 'Bearer abc' } });
    expect(reply.status).toBe(403);
    expect(reply.headers['x-amzn-errortype']).toBe('IncompleteSignatureException');
    expect(reply.json.message).toMatch(/^Invalid key=value pair \(missing equal-sign\) in Authorization header/);
  });

  it('return Forbidden for an unknown API, an unknown stage and a disabled endpoint', async () => {
    const rig = await startGateway();
    expect(await rig.call('GET /dev/existing')).toMatchObject({ status: 403, text: '{"message":"Forbidden"}' });
    rig.deploy({ paths: { '/existing': { GET: json('{}') } } });
    expect(await rig.call('GET /prod/existing')).toMatchObject({ status: 403, text: '{"message":"Forbidden"}' });
    rig.deploy({
      paths: { '/existing': { GET: json('{}') } },
      api: { disableExecuteApiEndpoint: true },
      stage: { executeApiOff: true },
    });
    const reply = await rig.call('GET /dev/existing');
    expect(reply).toMatchObject({ status: 403, text: '{"message":"Forbidden"}' });
    expect(reply.headers['x-amzn-errortype']).toBe('ForbiddenException');
  });

  it('disappear with a deleted API', async () => {
    const rig = await startGateway();
    rig.deploy({ paths: { '/': { GET: json('{}') } } });
    expect((await rig.call('GET /dev')).status).toBe(200);
    const scope = { account: '000000000000', region: REGION };
    rig.cloud.collection(scope, 'apigateway.restApis').delete(API_ID);
    expect((await rig.call('GET /dev')).status).toBe(403);
  });

  it('serve a new deployment as soon as the stage points to it', async () => {
    const rig = await startGateway();
    rig.deploy({ paths: { '/v': { GET: json('1') } } });
    rig.addDeployment('dep2', { paths: { '/v': { GET: json('2') } } });
    expect((await rig.call('GET /dev/v')).text).toBe('1');
    rig.setStage({ deploymentId: 'dep2' });
    expect((await rig.call('GET /dev/v')).text).toBe('2');
  });

  it('use X-HTTP-Method-Override as the method', async () => {
    const rig = await startGateway();
    rig.deploy({ paths: { '/x': { DELETE: json('"deleted"') } } });
    expect((await rig.call('POST /dev/x', { headers: { 'X-HTTP-Method-Override': 'DELETE' } })).text).toBe('"deleted"');
  });
});

describe('stage variables and canaries', () => {
  it('replace stage variables in the function of an integration, and fail without them', async () => {
    const rig = await startGateway();
    rig.functions.set('items:blue', () => ({ body: 'blue' }));
    // biome-ignore lint/suspicious/noTemplateCurlyInString: API Gateway's own notation
    const method = { methodIntegration: lambda('items:${stageVariables.alias}') };
    rig.deploy({ paths: { '/x': { GET: method } }, stage: { variables: { alias: 'blue' } } });
    expect((await rig.call('GET /dev/x')).text).toBe('blue');
    rig.setStage({ variables: {} });
    expect(await rig.call('GET /dev/x')).toMatchObject({ status: 500, text: '{"message": "Internal server error"}' });
  });

  it('send the share of a canary to its deployment, with its variables', async () => {
    let chance = 0.49;
    const rig = await startGateway({ random: () => chance });
    const echo = (event: ProxyEvent) => ({
      body: JSON.stringify([event.stageVariables, event.requestContext.isCanaryRequest]),
    });
    rig.functions.set('old', echo);
    rig.functions.set('new', echo);
    rig.deploy({
      paths: { '/x': { GET: { methodIntegration: lambda('old') } } },
      stage: {
        variables: { a: 'stage', b: 'stage' },
        canarySettings: {
          percentTraffic: 50,
          deploymentId: 'dep2',
          stageVariableOverrides: { a: 'canary' },
          useStageCache: false,
        },
        accessLogSettings: { destinationArn: `arn:aws:logs:${REGION}:1:log-group:/api`, format: '$context.requestId' },
      },
    });
    rig.addDeployment('dep2', { paths: { '/x': { GET: { methodIntegration: lambda('new') } } } });
    expect((await rig.call('GET /dev/x')).json).toEqual([{ a: 'canary', b: 'stage' }, true]);
    chance = 0.5;
    expect((await rig.call('GET /dev/x')).json).toEqual([{ a: 'stage', b: 'stage' }, false]);
    expect(rig.logged.map(({ group, createGroup }) => [group, createGroup])).toEqual([
      ['/api/Canary', true],
      ['/api', true],
    ]);
  });
});

describe('a stored deployment with unsupported features responds with 500', () => {
  it.each([[lambda('f', { responseTransferMode: 'STREAM' }), 'response streaming']])(
    '%o',
    async (methodIntegration, reason) => {
      const rig = await startGateway();
      rig.deploy({ paths: { '/x': { GET: { methodIntegration } } } });
      expect(await rig.call('GET /dev/x')).toMatchObject({ status: 500, text: '{"message": "Internal server error"}' });
      expect(rig.reported).toEqual([expect.stringContaining(reason)]);
      expect(rig.reported[0]).toContain(`GET /dev/x of API ${API_ID}`);
    },
  );
});
