import { describe, expect, it } from 'vitest';
import { API_ID, lambda, mock, REGION, startGateway } from './gateway-rig.ts';

const destinationArn = `arn:aws:logs:${REGION}:000000000000:log-group:/aws/apigateway/items-dev`;

async function logging(format: string, more = {}) {
  const rig = await startGateway();
  rig.functions.set('f', () => {
    rig.advance(25);
    return { statusCode: 404, body: 'none' };
  });
  rig.functions.set('boom', () => {
    throw new Error('boom');
  });
  rig.deploy({
    paths: {
      '/f/{id}': { GET: { methodIntegration: lambda('f') } },
      '/boom': { GET: { methodIntegration: lambda('boom') } },
      '/mock': { GET: { methodIntegration: mock() } },
    },
    ...more,
    stage: { accessLogSettings: { destinationArn, format }, ...('stage' in more && (more.stage as object)) },
  });
  return { ...rig, lines: () => rig.logged.flatMap(({ events }) => events.map(({ message }) => message)) };
}

describe('access logs', () => {
  it('write one line in the stage’s format, with a stream name like on AWS', async () => {
    const rig = await logging(
      '{"id":"$context.requestId","method":"$context.httpMethod","at":"$context.resourcePath","path":"$context.path","status":$context.status,"lambda":"$context.integrationStatus","code":"$context.integration.status","latency":$context.responseLatency,"integration":$context.integrationLatency,"bytes":$context.responseLength,"ip":"$context.identity.sourceIp","time":"$context.requestTime"}',
    );
    const reply = await rig.call('GET /dev/f/7');
    expect(JSON.parse(rig.lines()[0]!)).toEqual({
      id: reply.headers['x-amzn-requestid'],
      method: 'GET',
      at: '/f/{id}',
      path: '/dev/f/7',
      status: 404,
      lambda: '200',
      code: '404',
      latency: 25,
      integration: 25,
      bytes: 4,
      ip: '127.0.0.1',
      time: '20/Nov/2026:09:12:34 +0000',
    });
    expect(rig.logged[0]).toMatchObject({
      group: '/aws/apigateway/items-dev',
      stream: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  it('print a dash for missing values and quote only messageString', async () => {
    const rig = await logging(
      '$context.identity.user $context.nothing $context.error.message $context.error.messageString',
    );
    await rig.call('GET /dev/mock');
    await rig.call('GET /dev/nope');
    expect(rig.lines()).toEqual(['- - - -', '- - Missing Authentication Token "Missing Authentication Token"']);
  });

  it('include the reason why an integration failed', async () => {
    const rig = await logging('$context.status $context.error.responseType $context.integrationErrorMessage');
    await rig.call('GET /dev/boom');
    expect(rig.lines()[0]).toMatch(/^502 DEFAULT_5XX Lambda execution failed .*boom/);
  });

  it('are not written without settings or for an unknown stage', async () => {
    const rig = await logging('$context.requestId');
    await rig.call('GET /prod/mock');
    rig.setStage({});
    await rig.call('GET /dev/mock');
    expect(rig.lines()).toEqual([]);
  });
});

describe('metrics', () => {
  const of = (rig: Awaited<ReturnType<typeof logging>>, dimensions: Record<string, string>) =>
    Object.fromEntries(
      rig.metrics
        .filter(
          (datum) =>
            JSON.stringify(Object.entries(datum.dimensions).sort()) ===
            JSON.stringify(Object.entries(dimensions).sort()),
        )
        .map(({ name, value }) => [name, value]),
    );

  it('are recorded for the API and the stage, with zeros so that averages are rates', async () => {
    const rig = await logging('$context.requestId');
    await rig.call('GET /dev/f/7');
    const expected = { Count: 1, '4XXError': 1, '5XXError': 0, Latency: 25, IntegrationLatency: 25 };
    expect(of(rig, { ApiName: 'items-dev' })).toEqual(expected);
    expect(of(rig, { ApiName: 'items-dev', Stage: 'dev' })).toEqual(expected);
    expect(rig.metrics).toHaveLength(10);
    expect(new Set(rig.metrics.map(({ namespace }) => namespace))).toEqual(new Set(['AWS/ApiGateway']));
  });

  it('have no integration latency if no integration was called', async () => {
    const rig = await logging('$context.requestId');
    await rig.call('GET /dev/nope');
    expect(of(rig, { ApiName: 'items-dev' })).toEqual({ Count: 1, '4XXError': 1, '5XXError': 0, Latency: 0 });
  });

  it('are recorded by method if the stage has it enabled', async () => {
    const methodSettings = { '*/*': { metricsEnabled: true, throttlingRateLimit: -1, throttlingBurstLimit: -1 } };
    const rig = await logging('$context.requestId', { stage: { methodSettings } });
    await rig.call('GET /dev/boom');
    const dimensions = { ApiName: 'items-dev', Stage: 'dev', Method: 'GET', Resource: '/boom' };
    expect(of(rig, dimensions)).toMatchObject({ Count: 1, '5XXError': 1 });
  });

  it('use the ID of an API if its name has no ASCII character', async () => {
    const rig = await logging('$context.requestId', { api: { name: 'čžš' } });
    await rig.call('GET /dev/mock');
    expect(of(rig, { ApiName: API_ID })).toMatchObject({ Count: 1 });
  });
});

describe('execution logs', () => {
  const GROUP = `API-Gateway-Execution-Logs_${API_ID}/dev`;
  const executing = async (loggingLevel: string, dataTraceEnabled: boolean, line: string, init = {}) => {
    const methodSettings = { '*/*': { loggingLevel, dataTraceEnabled, throttlingRateLimit: -1 } };
    const rig = await logging('$context.requestId', { stage: { methodSettings } });
    const reply = await rig.call(line, init);
    const written = rig.logged.filter(({ group }) => group === GROUP);
    const id = `(${reply.headers['x-amzn-requestid']}) `;
    return written.flatMap(({ events }) => events.map(({ message }) => message.replace(id, '')));
  };
  // The log of TestInvokeMethod has this address (LocalStack, test_apigw_test_invoke_method_api, recorded on AWS).
  const uri = lambda('f').uri!.replace(/^.*:path/, `https://lambda.${REGION}.amazonaws.com`);

  it('contain every step at INFO', async () => {
    expect(await executing('INFO', false, 'GET /dev/f/7')).toEqual([
      expect.stringMatching(/^Extended Request Id: /),
      expect.stringMatching(/^Starting execution for request: /),
      'HTTP Method: GET, Resource Path: /f/{id}',
      `Sending request to ${uri}`,
      'Received response. Status: 200, Integration latency: 25 ms',
      'Successfully completed execution',
      'Method completed with status: 404',
    ]);
  });

  it('contain requests and responses with data tracing, without credentials', async () => {
    const headers = { 'x-api-key': 'secret-key', Authorization: 'Bearer abc', Cookie: 'id="kept"', 'X-Kind': 'cat' };
    const lines = await executing('INFO', true, 'GET /dev/f/7?q=1', { headers });
    expect(lines).toContain('Method request path: {id=7}');
    expect(lines).toContain('Method request query string: {q=1}');
    expect(lines).toContain(`Endpoint request URI: ${uri}`);
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^Endpoint request headers: \{x-amzn-lambda-integration-tag=[\w-]+, Authorization=\*+, X-Amz-Date=\d{8}T\d{6}Z, x-amzn-apigateway-api-id=\w+, Accept=application\/json, User-Agent=AmazonAPIGateway_\w+, X-Amz-Security-Token=/,
      ),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^Endpoint response headers: \{Date=\w{3}, .* GMT, Content-Type=application\/json, Content-Length=32, Connection=keep-alive, x-amzn-RequestId=[\w-]+, x-amzn-Remapped-Content-Length=0, X-Amz-Executed-Version=[\w$]+, X-Amzn-Trace-Id=Root=/,
      ),
    );
    expect(lines).toContain('Endpoint response body before transformations: {"statusCode":404,"body":"none"}');
    expect(lines).toContain('Method response body after transformations: none');
    expect(lines.join()).toContain('X-Kind=cat');
    expect(lines.join()).not.toMatch(/secret-key|Bearer abc|kept/);
  });

  it('contain only failures at ERROR, and nothing when OFF', async () => {
    expect(await executing('ERROR', false, 'GET /dev/f/7')).toEqual([]);
    expect(await executing('ERROR', false, 'GET /dev/boom')).toEqual([
      expect.stringMatching(
        /^Lambda execution failed with status 200 due to customer function error: boom\. Lambda request id: [0-9a-f-]{36}$/,
      ),
    ]);
    expect(await executing('OFF', true, 'GET /dev/boom')).toEqual([]);
  });
});
