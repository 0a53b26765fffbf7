import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { GatewayResponse } from '../../../src/local/state/apis/model.ts';
import { lambda, mock, startGateway } from './gateway-rig.ts';

type Configured = Record<string, Omit<GatewayResponse, 'responseType'>>;

async function configured(responses: Configured) {
  const rig = await startGateway();
  rig.functions.set('boom', () => {
    throw new Error('boom');
  });
  rig.functions.set('missing', () => ({ statusCode: 404, body: 'mine' }));
  const paths = {
    '/k/{id}': { GET: { apiKeyRequired: true } },
    '/boom': { GET: { methodIntegration: lambda('boom') } },
    '/missing': { GET: { methodIntegration: lambda('missing') } },
    '/mock': { GET: { methodIntegration: mock() } },
  };
  rig.deploy({ paths, stage: { variables: { v: 'one' } } });
  const gatewayResponses = Object.fromEntries(
    Object.entries(responses).map(([responseType, response]) => [responseType, { responseType, ...response }]),
  );
  const scope = { account: '000000000000', region: 'eu-west-1' };
  const deployments = rig.cloud.collection<{ snapshot: { definition: object } }>(scope, 'apigateway.deployments');
  const [key] = deployments.keys();
  const deployment = deployments.get(key!)!;
  const definition = { ...deployment.snapshot.definition, gatewayResponses };
  deployments.put(key!, { ...deployment, snapshot: { ...deployment.snapshot, definition } });
  return rig;
}

describe('gateway responses', () => {
  it('replace status and body of one type', async () => {
    const template =
      // biome-ignore lint/suspicious/noTemplateCurlyInString: API Gateway's own notation
      '{"error":"not-found","message":$context.error.messageString,"id":"$context.requestId","at":"${context.path}"}';
    const rig = await configured({
      MISSING_AUTHENTICATION_TOKEN: { statusCode: '404', responseTemplates: { 'application/json': template } },
    });
    const reply = await rig.call('GET /dev/nope');
    expect(reply.status).toBe(404);
    expect(reply.json).toEqual({
      error: 'not-found',
      message: 'Missing Authentication Token',
      id: reply.headers['x-amzn-requestid'],
      at: '/dev/nope',
    });
    expect((await rig.call('GET /dev/k/1')).text).toBe('{"message":"Forbidden"}');
  });

  it('add headers from text, request, context and stage variables', async () => {
    const rig = await configured({
      INVALID_API_KEY: {
        responseParameters: {
          'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
          'gatewayresponse.header.X-Origin': 'method.request.header.origin',
          'gatewayresponse.header.X-Id': 'method.request.path.id',
          'gatewayresponse.header.X-Query': 'method.request.querystring.q',
          'gatewayresponse.header.X-Type': 'context.error.responseType',
          'gatewayresponse.header.X-Var': 'stageVariables.v',
          'gatewayresponse.header.X-Unset': 'method.request.header.unset',
        },
      },
    });
    const reply = await rig.call('GET /dev/k/7?q=2', { headers: { Origin: 'https://a.example' } });
    expect(reply).toMatchObject({ status: 403, text: '{"message":"Forbidden"}' });
    expect(reply.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'x-origin': 'https://a.example',
      'x-id': '7',
      'x-query': '2',
      'x-type': 'INVALID_API_KEY',
      'x-var': 'one',
    });
    expect(reply.headers).not.toHaveProperty('x-unset');
  });

  it('omit a header with an invalid value', async () => {
    const responseParameters = { 'gatewayresponse.header.X-Query': 'method.request.querystring.q' };
    const rig = await configured({ INVALID_API_KEY: { responseParameters } });
    const reply = await rig.call('GET /dev/k/7?q=a%0d%0aSet-Cookie:x');
    expect(reply.status).toBe(403);
    expect(reply.headers).not.toHaveProperty('x-query');
    expect(reply.headers).not.toHaveProperty('set-cookie');
  });

  it('inherit from DEFAULT_4XX and DEFAULT_5XX if their type is not set', async () => {
    const rig = await configured({
      DEFAULT_4XX: { statusCode: '444', responseParameters: { 'gatewayresponse.header.X-Four': "'yes'" } },
      DEFAULT_5XX: { responseParameters: { 'gatewayresponse.header.X-Five': "'yes'" } },
      INVALID_API_KEY: { statusCode: '401' },
    });
    const unknown = await rig.call('GET /dev/nope');
    expect(unknown).toMatchObject({ status: 444, text: '{"message":"Missing Authentication Token"}' });
    expect(unknown.headers['x-four']).toBe('yes');
    const keyless = await rig.call('GET /dev/k/1');
    expect(keyless.status).toBe(401);
    expect(keyless.headers).not.toHaveProperty('x-four');
    const failed = await rig.call('GET /dev/boom');
    expect(failed).toMatchObject({ status: 502, text: '{"message": "Internal server error"}' });
    expect(failed.headers['x-five']).toBe('yes');
  });

  it('do not change the responses of functions', async () => {
    const rig = await configured({ DEFAULT_4XX: { responseParameters: { 'gatewayresponse.header.X-Four': "'yes'" } } });
    const reply = await rig.call('GET /dev/missing');
    expect(reply).toMatchObject({ status: 404, text: 'mine' });
    expect(reply.headers).not.toHaveProperty('x-four');
  });

  it('are not Velocity: directives stay, unknown variables vanish', async () => {
    const template = '{"v":"#if(true)yes#end","stage":"$context.stage","none":"$context.none","cost":"$5"}';
    const rig = await configured({
      MISSING_AUTHENTICATION_TOKEN: { responseTemplates: { 'application/json': template } },
    });
    expect((await rig.call('GET /dev/nope')).json).toEqual({
      v: '#if(true)yes#end',
      stage: 'dev',
      none: '',
      cost: '$5',
    });
  });

  it('are selected by the Accept header of the client', async () => {
    const responseTemplates = { 'application/json': '"json"', 'text/html': '<p>$context.error.message</p>' };
    const rig = await configured({ MISSING_AUTHENTICATION_TOKEN: { responseTemplates } });
    const html = await rig.call('GET /dev/nope', { headers: { Accept: 'text/html,*/*' } });
    expect([html.text, html.headers['content-type']]).toEqual(['<p>Missing Authentication Token</p>', 'text/html']);
    expect((await rig.call('GET /dev/nope')).text).toBe('"json"');
  });
});

describe('clients that disconnect', () => {
  it('get no response, log line or report', async () => {
    const rig = await configured({});
    await new Promise<void>((resolve) => {
      const socket = connect(rig.port, '127.0.0.1', () => {
        socket.write('POST /dev/mock HTTP/1.1\r\nHost: x.execute-api.localhost\r\nContent-Length: 100\r\n\r\nhalf');
        socket.destroy();
      });
      socket.on('close', () => resolve());
    });
    expect((await rig.call('GET /dev/mock')).status).toBe(200);
    expect(rig.reported).toEqual([]);
  });
});

describe('bodies above 10 MB', () => {
  it('are a 413 in plain text that no setting changes', async () => {
    const rig = await configured({ REQUEST_TOO_LARGE: { statusCode: '400' } });
    const reply = await rig.call('POST /dev/mock', { body: Buffer.alloc(10_485_761, ' ') });
    expect(reply).toMatchObject({ status: 413, text: 'HTTP content length exceeded 10485760 bytes.' });
    const within = await rig.call('GET /dev/mock', { body: Buffer.alloc(10_485_760, ' ') });
    expect(within.status).toBe(200);
  });

  it('are detected if their length was not announced', async () => {
    const rig = await configured({});
    const reply = await rig.call('POST /dev/mock', { chunked: true, body: Buffer.alloc(10_485_761, ' ') });
    expect(reply.status).toBe(413);
  });
});

describe('a URL above 10,240 characters and headers above 10,240 bytes', () => {
  it('are rejected in plain text that no setting changes, and shorter ones are served', async () => {
    const rig = await configured({ DEFAULT_4XX: { statusCode: '400' } });
    const long = await rig.call(`GET /dev/mock?x=${'x'.repeat(10_240)}`);
    expect(long).toMatchObject({ status: 414, text: 'An HTTP line is larger than 10240 bytes.' });
    expect((await rig.call(`GET /dev/mock?x=${'x'.repeat(10_200)}`)).status).toBe(200);

    const text = 'HTTP header is larger than 10240 bytes.';
    for (const size of [10_240, 12_000]) {
      expect(await rig.call('GET /dev/mock', { headers: { 'x-long': 'x'.repeat(size) } })).toMatchObject({
        status: 431,
        text,
      });
    }
    expect((await rig.call('GET /dev/mock', { headers: { 'x-long': 'x'.repeat(10_000) } })).status).toBe(200);
  });
});
