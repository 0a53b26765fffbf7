import {
  GetAuthorizersCommand,
  GetMethodCommand,
  GetModelsCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetStageCommand,
  ImportRestApiCommand,
  PutRestApiCommand,
  type PutRestApiCommandInput,
  TagResourceCommand,
} from '@aws-sdk/client-api-gateway';
import { describe, expect, test } from 'vitest';
import { createApi, createMockApi, deploy } from './deployed-api.ts';
import { bytes, type Document, documentWith, mock, operationWith } from './documents.ts';
import { ACCOUNT, lambdaUri, REGION, refusal, useGatewayCloud } from './gateway-cloud.ts';

const cloud = useGatewayCloud();

const put = (restApiId: string, document: Document | string, more: Partial<PutRestApiCommandInput> = {}) =>
  cloud.client.send(
    new PutRestApiCommand({
      restApiId,
      mode: 'overwrite',
      body: typeof document === 'string' ? new TextEncoder().encode(document) : bytes(document),
      ...more,
    }),
  );

async function resources(restApiId: string) {
  const { items = [] } = await cloud.client.send(new GetResourcesCommand({ restApiId, limit: 500 }));
  return new Map(items.map((item) => [item.path!, item]));
}

const paths = async (restApiId: string) => [...(await resources(restApiId)).keys()].sort();

async function methodAt(restApiId: string, path: string, httpMethod = 'GET') {
  const resourceId = (await resources(restApiId)).get(path)?.id;
  return cloud.client.send(new GetMethodCommand({ restApiId, resourceId, httpMethod }));
}

async function imported(document: Document, more: Partial<PutRestApiCommandInput> = {}): Promise<string> {
  const { restApiId } = await createApi(cloud.client);
  await put(restApiId, document, more);
  return restApiId;
}

describe('documents', () => {
  test.each([
    ['broken JSON', '{"openapi": '],
    ['broken YAML', 'a: [b'],
    ['a document that is not OpenAPI', '{"a": 1}'],
    ['OpenAPI 3.1', JSON.stringify({ ...documentWith({}), openapi: '3.1.0' })],
  ])('%s is rejected', async (_, text) => {
    const { restApiId } = await createApi(cloud.client);

    expect(await refusal(put(restApiId, text))).toEqual({
      name: 'BadRequestException',
      message: 'Invalid OpenAPI input.',
      status: 400,
    });
  });

  test('YAML is read like JSON', async () => {
    const { restApiId } = await createApi(cloud.client);
    const yaml = [
      'openapi: 3.0.0',
      'info: { title: yaml, version: 1 }',
      'paths:',
      '  /items:',
      '    get:',
      '      operationId: listItems',
      '      responses: { 200: { description: ok } }',
    ].join('\n');

    expect((await put(restApiId, yaml)).name).toBe('yaml');
    const method = await methodAt(restApiId, '/items');
    expect(method.operationName).toBe('listItems');
    expect(Object.keys(method.methodResponses ?? {})).toEqual(['200']);
  });

  test('Swagger 2.0 has its base path, body and produced types converted', async () => {
    const swagger = {
      swagger: '2.0',
      info: { title: 'old', version: '1' },
      basePath: '/v1/api',
      consumes: ['application/json'],
      produces: ['application/json', 'text/json'],
      definitions: { Item: { type: 'object' } },
      paths: {
        '/items': {
          post: {
            parameters: [
              { in: 'body', name: 'item', schema: { $ref: '#/definitions/Item' } },
              { in: 'query', name: 'dry', required: true, type: 'boolean' },
            ],
            responses: { 201: { description: 'made', schema: { $ref: '#/definitions/Item' } } },
          },
        },
      },
    };
    const restApiId = await imported(swagger, { parameters: { basepath: 'split' } });

    const method = await methodAt(restApiId, '/api/items', 'POST');

    expect(method).toMatchObject({
      requestModels: { 'application/json': 'Item' },
      requestParameters: { 'method.request.querystring.dry': true },
      methodResponses: { 201: { responseModels: { 'application/json': 'Item', 'text/json': 'Item' } } },
    });
  });

  test('the pseudo variables of AWS are resolved', async () => {
    const uri = lambdaUri().replaceAll(REGION, `\${AWS::Region}`).replaceAll(ACCOUNT, `\${AWS::AccountId}`);
    const integration = { type: 'aws_proxy', httpMethod: 'POST', uri };
    const restApiId = await imported(
      documentWith({ '/': { get: operationWith({ 'x-amazon-apigateway-integration': integration }) } }),
    );

    expect((await methodAt(restApiId, '/')).methodIntegration?.uri).toBe(lambdaUri());
  });
});

describe('overwrite', () => {
  test('deletes everything that the document does not have; root, tags, stage and its deployment stay', async () => {
    const api = await createMockApi(cloud.client);
    const deploymentId = await deploy(cloud.client, api, 'dev');
    const tags = { owner: 'me' };
    const resourceArn = `arn:aws:apigateway:${REGION}::/restapis/${api.restApiId}`;
    await cloud.client.send(new TagResourceCommand({ resourceArn, tags }));

    const answer = await put(api.restApiId, documentWith({ '/items/{id}': { get: operationWith() } }));

    expect(answer).toMatchObject({ id: api.restApiId, name: 'items', version: '1', rootResourceId: api.rootId, tags });
    expect(await paths(api.restApiId)).toEqual(['/', '/items', '/items/{id}']);
    const { items: models } = await cloud.client.send(new GetModelsCommand({ restApiId: api.restApiId }));
    expect(models).toEqual([]);
    const stage = await cloud.client.send(new GetStageCommand({ restApiId: api.restApiId, stageName: 'dev' }));
    expect(stage.deploymentId).toBe(deploymentId);
  });

  test('keeps the IDs of resources in the document, and gives them new cache namespaces', async () => {
    const restApiId = await imported(
      documentWith({ '/a/b': { get: operationWith() }, '/c': { get: operationWith() } }),
    );
    const before = await resources(restApiId);

    await put(restApiId, documentWith({ '/a/b': { get: operationWith() }, '/d': { get: operationWith() } }));

    const after = await resources(restApiId);
    const namespaceAt = async (path: string) => (await methodAt(restApiId, path)).methodIntegration?.cacheNamespace;
    for (const path of ['/', '/a', '/a/b']) expect(after.get(path)?.id).toBe(before.get(path)?.id);
    expect(await namespaceAt('/a/b')).toMatch(/^[a-z0-9]{6}$/);
    expect(await namespaceAt('/a/b')).not.toBe(after.get('/a/b')?.id);
    expect(await namespaceAt('/d')).toBe(after.get('/d')?.id);
  });

  test('resets the settings of the API that the document does not have', async () => {
    const paths = { '/': { get: operationWith() } };
    const restApiId = await imported(
      documentWith(paths, {
        'x-amazon-apigateway-api-key-source': 'AUTHORIZER',
        'x-amazon-apigateway-binary-media-types': ['image/png'],
        'x-amazon-apigateway-minimum-compression-size': 1024,
        'x-amazon-apigateway-policy': {
          Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: 'execute-api:/*' }],
        },
      }),
    );
    const before = await cloud.client.send(new GetRestApiCommand({ restApiId }));
    expect(before).toMatchObject({
      apiKeySource: 'AUTHORIZER',
      binaryMediaTypes: ['image/png'],
      minimumCompressionSize: 1024,
    });
    expect(before.policy).toContain(`arn:aws:execute-api:${REGION}:${ACCOUNT}:${restApiId}/*`);

    await put(restApiId, documentWith(paths));

    const after = await cloud.client.send(new GetRestApiCommand({ restApiId }));
    expect([after.apiKeySource, after.binaryMediaTypes, after.minimumCompressionSize, after.policy]).toEqual([
      'HEADER',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

test('merge keeps everything that the document does not have, and joins the media types', async () => {
  const binary = (type: string) => ({ 'x-amazon-apigateway-binary-media-types': [type] });
  const restApiId = await imported(documentWith({ '/a': { get: operationWith() } }, binary('image/png')));

  const { binaryMediaTypes } = await put(
    restApiId,
    documentWith({ '/a': { post: operationWith() }, '/b': { get: operationWith() } }, binary('image/jpeg')),
    { mode: 'merge' },
  );

  expect(binaryMediaTypes).toEqual(['image/png', 'image/jpeg']);
  expect(await paths(restApiId)).toEqual(['/', '/a', '/b']);
  expect(Object.keys((await resources(restApiId)).get('/a')?.resourceMethods ?? {}).sort()).toEqual(['GET', 'POST']);
});

describe('errors and warnings', () => {
  test('every error is named, and nothing is changed', async () => {
    const { restApiId } = await createApi(cloud.client, 'before');
    const bad = { type: 'aws_proxy', httpMethod: 'POST', uri: 'nowhere' };
    const document = documentWith({
      '/x-{id}': { get: operationWith() },
      '/b': { get: operationWith({ 'x-amazon-apigateway-integration': bad }) },
    });

    const { message } = await refusal(put(restApiId, document));

    expect(message.split('\n\t')).toEqual([
      'Errors found during import:',
      expect.stringContaining("Unable to create resource at path '/x-{id}': Resource's path part only allow"),
      "Unable to put integration on 'GET' for resource at path '/b': Invalid ARN specified in the request",
    ]);
    expect((await cloud.client.send(new GetRestApiCommand({ restApiId }))).name).toBe('before');
    expect(await paths(restApiId)).toEqual(['/']);
  });

  // The text is AWS's (amazon-archives/aws-apigateway-importer#209).
  test('a header of an integration response that the operation does not declare is an error', async () => {
    const { restApiId } = await createApi(cloud.client);
    const responseParameters = { 'method.response.header.Location': 'integration.response.body.errorMessage' };
    const integration = { ...mock(), responses: { default: { statusCode: '200', responseParameters } } };
    const document = (headers: object) =>
      documentWith({
        '/foo': {
          post: { responses: { 200: { description: 'ok', headers } }, 'x-amazon-apigateway-integration': integration },
        },
      });

    expect((await refusal(put(restApiId, document({})))).message).toContain(
      "Unable to put integration response on 'POST' for resource at path '/foo': Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.response.header.Location]",
    );
    await put(restApiId, document({ Location: { schema: { type: 'string' } } }));
    expect((await methodAt(restApiId, '/foo', 'POST')).methodIntegration?.integrationResponses?.['200']).toMatchObject({
      responseParameters,
    });
  });

  test('a warning omits its part, or stops the import with failonwarnings', async () => {
    const { restApiId } = await createApi(cloud.client);
    const requestParameters = { 'integration.request.header.a': "'x'", 'integration.request.header.b': true };
    const integration = { ...mock(), requestParameters };
    const document = documentWith({ '/t': { get: operationWith({ 'x-amazon-apigateway-integration': integration }) } });
    const warning =
      "Invalid format for 'requestParameters'. Expected type string for property 'integration.request.header.b' of resource '/t' and method 'GET' but got 'true'";

    expect((await refusal(put(restApiId, document, { failOnWarnings: true }))).message).toContain(warning);
    expect(await paths(restApiId)).toEqual(['/']);
    expect((await put(restApiId, document)).warnings).toEqual([warning]);
    expect((await methodAt(restApiId, '/t')).methodIntegration?.requestParameters).toEqual({
      'integration.request.header.a': "'x'",
    });
  });
});

test('a variable in a path is a parameter, declared or not, except for a greedy one', async () => {
  const get = operationWith();
  const restApiId = await imported(documentWith({ '/a/{id}': { get }, '/b/{rest+}': { get } }));

  expect((await methodAt(restApiId, '/a/{id}')).requestParameters).toEqual({ 'method.request.path.id': true });
  expect((await methodAt(restApiId, '/b/{rest+}')).requestParameters).toBeUndefined();
});

describe('security', () => {
  const key = { type: 'apiKey', name: 'x-api-key', in: 'header' };
  const iam = { ...key, name: 'Authorization', 'x-amazon-apigateway-authtype': 'awsSigv4' };
  const lambda = {
    ...key,
    name: 'Auth',
    'x-amazon-apigateway-authtype': 'custom',
    'x-amazon-apigateway-authorizer': { type: 'token', authorizerUri: lambdaUri('auth') },
  };
  const components = { securitySchemes: { key, iam, lambda } };

  test('may be a key, a signature, an authorizer, or nothing', async () => {
    const secured = (...names: string[]) => ({
      get: operationWith({ security: names.length > 0 ? [Object.fromEntries(names.map((name) => [name, []]))] : [] }),
    });
    const restApiId = await imported(
      documentWith(
        { '/key': secured('key'), '/iam': secured('iam'), '/both': secured('key', 'lambda'), '/open': secured() },
        { components, security: [{ key: [] }] },
      ),
    );
    const { items: authorizers = [] } = await cloud.client.send(new GetAuthorizersCommand({ restApiId }));
    const required = async (path: string) => {
      const { apiKeyRequired, authorizationType, authorizerId } = await methodAt(restApiId, path);
      return { apiKeyRequired, authorizationType, authorizerId };
    };

    expect(authorizers).toMatchObject([
      {
        name: 'lambda',
        type: 'TOKEN',
        identitySource: 'method.request.header.Auth',
      },
    ]);
    expect(await required('/key')).toEqual({ apiKeyRequired: true, authorizationType: 'NONE' });
    expect(await required('/iam')).toEqual({ apiKeyRequired: false, authorizationType: 'AWS_IAM' });
    expect(await required('/open')).toEqual({ apiKeyRequired: false, authorizationType: 'NONE' });
    expect(await required('/both')).toEqual({
      apiKeyRequired: true,
      authorizationType: 'CUSTOM',
      authorizerId: authorizers[0]?.id,
    });
  });

  test('an empty identity source is ignored, also with failonwarnings', async () => {
    const authorizer = {
      type: 'token',
      authorizerUri: lambdaUri('auth'),
      authorizerCredentials: '',
      identitySource: '',
    };
    const schemes = { lambda: { ...lambda, 'x-amazon-apigateway-authorizer': authorizer } };
    const document = documentWith({ '/': { get: operationWith() } }, { components: { securitySchemes: schemes } });
    const restApiId = await imported(document, { failOnWarnings: true });

    const { items } = await cloud.client.send(new GetAuthorizersCommand({ restApiId }));
    expect(items).toMatchObject([{ identitySource: 'method.request.header.Auth' }]);
    expect(items?.[0]).not.toHaveProperty('authorizerCredentials');
  });

  test('comes from the document if an operation has none', async () => {
    const document = documentWith({ '/': { get: operationWith() } }, { components, security: [{ key: [] }] });

    expect((await methodAt(await imported(document), '/')).apiKeyRequired).toBe(true);
  });
});

describe('models', () => {
  test('references become URLs, and keywords outside of draft 04 are omitted', async () => {
    const Item = {
      type: 'object',
      description: 'An item',
      example: { id: 1 },
      properties: {
        example: { type: 'string', nullable: true, 'x-note': 'internal' },
        owner: { $ref: '#/components/schemas/Owner' },
      },
    };
    const Owner = {
      type: 'object',
      properties: { items: { type: 'array', items: { $ref: '#/components/schemas/Item' } } },
    };
    const restApiId = await imported(documentWith({}, { components: { schemas: { Item, Owner } } }));

    const { items = [] } = await cloud.client.send(new GetModelsCommand({ restApiId }));

    const url = (name: string) => `https://apigateway.amazonaws.com/restapis/${restApiId}/models/${name}`;
    expect(items.map((model) => [model.name, model.description])).toEqual([
      ['Item', 'An item'],
      ['Owner', undefined],
    ]);
    expect(items.map((model) => JSON.parse(model.schema!))).toEqual([
      {
        type: 'object',
        description: 'An item',
        properties: { example: { type: 'string' }, owner: { $ref: url('Owner') } },
      },
      { type: 'object', properties: { items: { type: 'array', items: { $ref: url('Item') } } } },
    ]);
  });

  test('a schema without a name gets one', async () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } } };
    const requestBody = { content: { 'application/json': { schema } } };
    const restApiId = await imported(documentWith({ '/': { post: operationWith({ requestBody }) } }));

    const { requestModels } = await methodAt(restApiId, '/', 'POST');

    expect(requestModels).toEqual({ 'application/json': expect.stringMatching(/^MODEL[0-9a-f]{6}$/) });
  });

  // Users of the CDK reported these texts in April 2024.
  test('a reference that leads elsewhere is an error, one to a missing model a warning', async () => {
    const { restApiId } = await createApi(cloud.client);
    const schemas = { SomeType: { $ref: 'https://example.com/schema.json' } };
    const response = {
      description: 'ok',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/SomeType' } } },
    };
    const document = documentWith(
      { '/': { get: operationWith({ responses: { 200: response } }) } },
      { components: { schemas } },
    );

    const { message } = await refusal(put(restApiId, document));

    expect(message).toContain(
      "Unable to create model for 'SomeType': Invalid model specified: Validation Result: warnings : [], errors : [Model reference must be in canonical form]",
    );
    expect(message).toContain(
      "Additionally, these warnings were found:\n\tReference to model 'SomeType' not found. Ignoring.",
    );
  });

  test('a name with other characters is rejected', async () => {
    const { restApiId } = await createApi(cloud.client);
    const document = documentWith({}, { components: { schemas: { My_Item: { type: 'object' } } } });

    expect((await refusal(put(restApiId, document))).message).toContain(
      "Unable to create model for 'My_Item': Model name must be alphanumeric: My_Item",
    );
  });
});

describe('operations', () => {
  test('parameters of the path apply to its operations; any-method is ANY', async () => {
    const any = operationWith({ parameters: [{ in: 'header', name: 'x-trace', required: false }] });
    const parameters = [{ in: 'path', name: 'id', required: true }];
    const restApiId = await imported(
      documentWith({ '/items/{id}': { parameters, 'x-amazon-apigateway-any-method': any } }),
    );

    expect((await methodAt(restApiId, '/items/{id}', 'ANY')).requestParameters).toEqual({
      'method.request.path.id': true,
      'method.request.header.x-trace': false,
    });
  });

  test('a validator is found by its name; an unknown one is rejected', async () => {
    const validators = { body: { validateRequestBody: true, validateRequestParameters: false } };
    const operation = (name: string) => operationWith({ 'x-amazon-apigateway-request-validator': name });
    const document = (name: string) =>
      documentWith({ '/': { get: operation(name) } }, { 'x-amazon-apigateway-request-validators': validators });
    const restApiId = await imported(document('body'));

    expect((await methodAt(restApiId, '/')).requestValidatorId).toEqual(expect.any(String));
    expect((await refusal(put(restApiId, document('other')))).message).toContain(
      'Invalid Request Validator identifier',
    );
  });

  test('a pattern selects its integration response; default has none', async () => {
    const responses = { default: { statusCode: 200 }, '.*missing.*': { statusCode: '404' } };
    const integration = { ...mock(), responses };
    const restApiId = await imported(
      documentWith({ '/': { get: operationWith({ 'x-amazon-apigateway-integration': integration }) } }),
    );

    expect((await methodAt(restApiId, '/')).methodIntegration?.integrationResponses).toEqual({
      200: { statusCode: '200' },
      404: { statusCode: '404', selectionPattern: '.*missing.*' },
    });
  });
});

test('ImportRestApi creates a new API: EDGE by default, no default models', async () => {
  const body = bytes(documentWith({ '/': { get: operationWith() } }));
  const edge = await cloud.client.send(new ImportRestApiCommand({ body }));
  const regional = await cloud.client.send(
    new ImportRestApiCommand({ body, parameters: { endpointConfigurationTypes: 'REGIONAL' } }),
  );

  expect(edge.$metadata.httpStatusCode).toBe(201);
  expect(edge.endpointConfiguration?.types).toEqual(['EDGE']);
  expect(regional.endpointConfiguration?.types).toEqual(['REGIONAL']);
  expect((await cloud.client.send(new GetModelsCommand({ restApiId: edge.id }))).items).toEqual([]);
});
