/** An HTTP API from its creation to its deletion, as the AWS SDK and an HTTP client see it. */
import * as v2 from '@aws-sdk/client-apigatewayv2';
import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, FUNCTION_ARN, REGION, startHttpRig } from './http-rig.ts';

let rig: Awaited<ReturnType<typeof startHttpRig>>;
let apiId: string;

const operation = (version: string, more: object = {}) => ({
  responses: {},
  'x-amazon-apigateway-integration': {
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/${FUNCTION_ARN}/invocations`,
    payloadFormatVersion: version,
  },
  ...more,
});

const document = {
  openapi: '3.0.1',
  info: { title: 'pets', version: '1', description: 'A pet store' },
  'x-amazon-apigateway-importexport-version': '1.0',
  'x-amazon-apigateway-cors': { allowOrigins: ['https://shop.example'], allowMethods: ['GET'], maxAge: 60 },
  tags: [{ name: 'team', 'x-amazon-apigateway-tag-value': 'shop' }],
  paths: {
    '/pets/{id}': { get: operation('2.0', { operationId: 'getPet', requestBody: {} }) },
    '/old/{proxy+}': { 'x-amazon-apigateway-any-method': operation('1.0') },
  },
};

beforeAll(async () => {
  rig = await startHttpRig();
  const api = await rig.gateway.send(new v2.ImportApiCommand({ Body: JSON.stringify(document) }));
  apiId = api.ApiId!;
  await rig.gateway.send(
    new v2.CreateStageCommand({
      ApiId: apiId,
      StageName: '$default',
      AutoDeploy: true,
      StageVariables: { color: 'red' },
    }),
  );
  await rig.gateway.send(new v2.CreateStageCommand({ ApiId: apiId, StageName: 'dev', Tags: { stage: 'dev' } }));
  await rig.allow(`${apiId}/*/*`);
});

afterAll(() => rig.cloud.close());

describe('an imported HTTP API', () => {
  it('has what the document says, and tells what it ignores', async () => {
    const api = await rig.gateway.send(new v2.GetApiCommand({ ApiId: apiId }));
    expect(api).toMatchObject({
      Name: 'pets',
      Version: '1',
      Description: 'A pet store',
      ProtocolType: 'HTTP',
      RouteSelectionExpression: '$' + '{request.method} $' + '{request.path}',
      ApiEndpoint: `https://${apiId}.execute-api.${REGION}.amazonaws.com`,
      CorsConfiguration: { AllowOrigins: ['https://shop.example'], AllowMethods: ['GET'], MaxAge: 60 },
      Tags: { team: 'shop' },
    });
    expect(api.CreatedDate).toBeInstanceOf(Date);
    const { Items: routes = [] } = await rig.gateway.send(new v2.GetRoutesCommand({ ApiId: apiId }));
    expect(routes.map(({ RouteKey }) => RouteKey)).toEqual(['GET /pets/{id}', 'ANY /old/{proxy+}']);
    const again = await rig.gateway.send(new v2.ReimportApiCommand({ ApiId: apiId, Body: JSON.stringify(document) }));
    expect(again.ImportInfo).toEqual(['requestBody is not supported, ignoring.']);
    const { Items: kept = [] } = await rig.gateway.send(new v2.GetRoutesCommand({ ApiId: apiId }));
    expect(kept.map(({ RouteId }) => RouteId)).toEqual(routes.map(({ RouteId }) => RouteId));
  });

  it('passes a request on as an event of version 2.0', async () => {
    const { json: event, headers } = await rig.send(apiId, '/pets/a%20b?x=1&x=2&y=', {
      headers: { cookie: 'a=1; b=2', 'X-Many': ['1', '2'], 'user-agent': 'tests' },
    });
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'GET /pets/{id}',
      rawPath: '/pets/a b',
      rawQueryString: 'x=1&x=2&y=',
      cookies: ['a=1', 'b=2'],
      headers: { 'x-many': '1,2', 'content-length': '0', 'x-forwarded-proto': 'http' },
      queryStringParameters: { x: '1,2', y: '' },
      pathParameters: { id: 'a b' },
      stageVariables: { color: 'red' },
      isBase64Encoded: false,
      requestContext: {
        accountId: ACCOUNT,
        apiId,
        domainPrefix: apiId,
        http: { method: 'GET', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'tests' },
        requestId: headers['apigw-requestid'],
        stage: '$default',
      },
    });
    expect(event).not.toHaveProperty('body');
    expect(event.headers).not.toHaveProperty('cookie');
  });

  it('passes a request on as an event of version 1.0', async () => {
    const { json: event } = await rig.send(apiId, '/old/a/b?x=1&x=2', {
      method: 'POST',
      body: '\u0001',
      headers: { 'content-type': 'image/png' },
    });
    expect(event).toMatchObject({
      version: '1.0',
      resource: '/old/{proxy+}',
      path: '/old/a/b',
      httpMethod: 'POST',
      multiValueHeaders: { 'Content-Length': ['1'] },
      queryStringParameters: { x: '2' },
      multiValueQueryStringParameters: { x: ['1', '2'] },
      pathParameters: { proxy: 'a/b' },
      body: 'AQ==',
      isBase64Encoded: true,
    });
  });

  it('reads the answers of both versions', async () => {
    const answer = (path: string, value: unknown) =>
      rig.send(apiId, path, { headers: { 'x-answer': JSON.stringify(value) } });
    expect(await answer('/pets/1', { a: 1 })).toMatchObject({ status: 200, text: '{"a":1}' });
    expect(await answer('/pets/1', 'plain')).toMatchObject({
      text: 'plain',
      headers: { 'content-type': 'application/json' },
    });
    const full = await answer('/pets/1', {
      statusCode: 201,
      cookies: ['a=1', 'b=2'],
      body: 'aGk=',
      isBase64Encoded: true,
    });
    expect(full).toMatchObject({ status: 201, text: 'hi', headers: { 'set-cookie': ['a=1', 'b=2'] } });
    const old = await answer('/old/1', {
      statusCode: 200,
      multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
      body: 'x',
    });
    expect(old).toMatchObject({
      text: 'x',
      headers: { 'set-cookie': ['a=1', 'b=2'], 'content-type': 'text/plain;charset=UTF-8' },
    });
    for (const wrong of [{ a: 1 }, { statusCode: 'x' }, { statusCode: 200, body: {} }]) {
      expect(await answer('/old/1', wrong)).toMatchObject({ status: 500, json: { message: 'Internal Server Error' } });
    }
    expect(await rig.send(apiId, '/pets/1', { headers: { 'x-fail': 'no' } })).toMatchObject({ status: 500 });
  });

  it('answers preflight requests, and adds its own CORS headers to all others', async () => {
    const asked = { origin: 'https://shop.example', 'access-control-request-method': 'GET' };
    expect(await rig.send(apiId, '/pets/1', { method: 'OPTIONS', headers: asked })).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': 'https://shop.example',
        'access-control-allow-methods': 'GET',
        'access-control-max-age': '60',
      },
    });
    const other = await rig.send(apiId, '/pets/1', { method: 'OPTIONS', headers: { ...asked, origin: 'https://a.b' } });
    expect(other.headers).not.toHaveProperty('access-control-allow-origin');
    const own = JSON.stringify({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' } });
    const answered = await rig.send(apiId, '/pets/1', { headers: { origin: 'https://shop.example', 'x-answer': own } });
    expect(answered.headers['access-control-allow-origin']).toBe('https://shop.example');
  });

  it('serves a stage without AutoDeploy only after a deployment', async () => {
    expect(await rig.send(apiId, '/dev/pets/1')).toMatchObject({ status: 404, json: { message: 'Not Found' } });
    await rig.gateway.send(new v2.CreateDeploymentCommand({ ApiId: apiId, StageName: 'dev' }));
    const { json: event } = await rig.send(apiId, '/dev/pets/1');
    expect(event).toMatchObject({
      rawPath: '/dev/pets/1',
      requestContext: { stage: 'dev', http: { path: '/dev/pets/1' } },
    });
    expect(await rig.send(apiId, '/none')).toMatchObject({ status: 404, json: { message: 'Not Found' } });
  });

  it('is found by its tags', async () => {
    const tagging = new ResourceGroupsTaggingAPIClient(rig.settings);
    const find = async (Key: string) => {
      const found = await tagging.send(new GetResourcesCommand({ TagFilters: [{ Key }] }));
      return found.ResourceTagMappingList!.map(({ ResourceARN }) => ResourceARN);
    };
    expect(await find('team')).toEqual([`arn:aws:apigateway:${REGION}::/apis/${apiId}`]);
    const ResourceArn = `arn:aws:apigateway:${REGION}::/apis/${apiId}/stages/dev`;
    expect(await find('stage')).toEqual([ResourceArn]);
    await rig.gateway.send(new v2.TagResourceCommand({ ResourceArn, Tags: { more: 'x' } }));
    await rig.gateway.send(new v2.UntagResourceCommand({ ResourceArn, TagKeys: ['stage'] }));
    expect((await rig.gateway.send(new v2.GetTagsCommand({ ResourceArn }))).Tags).toEqual({ more: 'x' });
  });

  it('needs the permission of the function, for the route', async () => {
    const api = await rig.gateway.send(
      new v2.CreateApiCommand({ Name: 'quick', ProtocolType: 'HTTP', Target: FUNCTION_ARN }),
    );
    expect(await rig.send(api.ApiId!, '/any')).toMatchObject({
      status: 500,
      json: { message: 'Internal Server Error' },
    });
    await rig.allow(`${api.ApiId}/$default/$default`);
    expect((await rig.send(api.ApiId!, '/any')).json).toMatchObject({ version: '2.0', routeKey: '$default' });
    await rig.gateway.send(new v2.DeleteApiCommand({ ApiId: api.ApiId! }));
    expect(await rig.send(api.ApiId!, '/any')).toMatchObject({ status: 403 });
    await expect(rig.gateway.send(new v2.GetApiCommand({ ApiId: api.ApiId! }))).rejects.toMatchObject({
      name: 'NotFoundException',
      message: `Invalid API identifier specified ${ACCOUNT}:${api.ApiId}`,
    });
  });

  it('writes an access log with its own variables', async () => {
    const client = new CloudWatchLogsClient(rig.settings);
    await client.send(new CreateLogGroupCommand({ logGroupName: 'access' }));
    const Format = '$context.routeKey $context.status $context.integrationErrorMessage $context.error.message';
    const DestinationArn = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:access`;
    const AccessLogSettings = { DestinationArn, Format };
    await rig.gateway.send(new v2.UpdateStageCommand({ ApiId: apiId, StageName: 'dev', AccessLogSettings }));
    await rig.send(apiId, '/dev/pets/1', { headers: { 'x-fail': 'broken' } });
    await rig.send(apiId, '/dev/none');
    await rig.gateway.send(new v2.DeleteAccessLogSettingsCommand({ ApiId: apiId, StageName: 'dev' }));
    await rig.send(apiId, '/dev/none');
    const { events = [] } = await client.send(new FilterLogEventsCommand({ logGroupName: 'access' }));
    expect(events.map(({ message }) => message)).toEqual([
      'GET /pets/{id} 500 The Lambda function returned the following error: broken. Check your Lambda function code and try again. Internal Server Error',
      '- 404 - Not Found',
    ]);
  });

  it('throttles a route by its settings', async () => {
    const RouteKey = 'ANY /old/{proxy+}';
    const limit = { ThrottlingBurstLimit: 1, ThrottlingRateLimit: 0.001 };
    await rig.gateway.send(
      new v2.UpdateStageCommand({ ApiId: apiId, StageName: 'dev', RouteSettings: { [RouteKey]: limit } }),
    );
    const statuses = [await rig.send(apiId, '/dev/old/1'), await rig.send(apiId, '/dev/old/1')];
    expect(statuses.map(({ status }) => status)).toEqual([200, 429]);
    expect(statuses[1]!.json).toEqual({ message: 'Too Many Requests' });
    await rig.gateway.send(new v2.DeleteRouteSettingsCommand({ ApiId: apiId, StageName: 'dev', RouteKey }));
    expect((await rig.send(apiId, '/dev/old/1')).status).toBe(200);
  });
});
