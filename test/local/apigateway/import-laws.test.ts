import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exportDocument } from '../../../src/local/services/apigateway/export/export-document.ts';
import { importDocument } from '../../../src/local/services/apigateway/import/import-document.ts';
import { emptyDefinition } from '../../../src/local/services/apigateway/state.ts';
import type { ApiDefinition, RestApi } from '../../../src/local/state/apis/model.ts';
import { documentWith, operationWith } from './documents.ts';

const scope = { account: '000000000000', region: 'us-east-1' };

const api: RestApi = {
  id: 'api0000000',
  name: 'before',
  createdDate: 0,
  apiKeySource: 'HEADER',
  endpointConfiguration: { types: ['REGIONAL'] },
  disableExecuteApiEndpoint: false,
  rootResourceId: 'root000000',
};

const before = {
  api,
  definition: { ...emptyDefinition(), resources: { [api.rootResourceId]: { id: api.rootResourceId, path: '/' } } },
};

let lastId = 0;
const next = (prefix: string) => () => {
  lastId += 1;
  return `${prefix}${lastId}`;
};
const ids = { newId: next('id'), newResourceId: next('resource') };

const run = (start: { api: RestApi; definition: ApiDefinition }, document: object, mode: 'merge' | 'overwrite') =>
  importDocument(
    start,
    document as Record<string, unknown>,
    { mode, basePath: 'ignore', failOnWarnings: false },
    scope,
    ids,
  );

/** Removes the ids, which an overwrite may change. */
function withoutIds({ api: imported, definition }: { api: RestApi; definition: ApiDefinition }) {
  const resources = Object.values(definition.resources)
    .map(({ path, resourceMethods = {} }) => ({
      path,
      methods: Object.values(resourceMethods).map(({ requestValidatorId, methodIntegration, ...method }) => ({
        ...method,
        validator: requestValidatorId && definition.requestValidators[requestValidatorId]?.name,
        integration: { ...methodIntegration, cacheNamespace: undefined },
      })),
    }))
    .sort((a, b) => a.path.localeCompare(b.path));
  const models = Object.values(definition.models).map(({ id: _, ...model }) => model);
  const validators = Object.values(definition.requestValidators).map(({ id: _, ...validator }) => validator);
  return { imported, resources, models, validators, gatewayResponses: definition.gatewayResponses };
}

const segment = fc.constantFrom('items', 'shops', '{id}', 'a.b', 'x_y');
const path = fc.array(segment, { minLength: 0, maxLength: 3 }).map((segments) => `/${segments.join('/')}`);
const operation = fc.record(
  {
    operationId: fc.constantFrom('one', 'two'),
    security: fc.constantFrom([], [{ key: [] }]),
    'x-amazon-apigateway-request-validator': fc.constant('all'),
    requestBody: fc.constantFrom(
      { content: { 'application/json': { schema: { $ref: '#/components/schemas/Item' } } } },
      { content: { 'application/json': { schema: { type: 'object', properties: {} } } } },
    ),
  },
  { requiredKeys: [] },
);
const pathItem = fc.dictionary(
  fc.constantFrom('get', 'post', 'x-amazon-apigateway-any-method'),
  operation.map(operationWith),
  {
    minKeys: 1,
  },
);
const documents = fc
  .record({ paths: fc.dictionary(path, pathItem, { maxKeys: 6 }), description: fc.option(fc.string({ minLength: 1 })) })
  .map(({ paths, description }) =>
    documentWith(paths, {
      info: { title: 'items', version: '1', ...(description !== null && { description }) },
      components: {
        schemas: { Item: { type: 'object' } },
        securitySchemes: { key: { type: 'apiKey', name: 'x-api-key', in: 'header' } },
      },
      'x-amazon-apigateway-request-validators': { all: { validateRequestBody: true, validateRequestParameters: true } },
      'x-amazon-apigateway-gateway-responses': { DEFAULT_4XX: { statusCode: 418 } },
    }),
  );

test('overwriting twice with the same document has the effect of once', () => {
  fc.assert(
    fc.property(documents, (document) => {
      const once = run(before, document, 'overwrite');
      expect(withoutIds(run(once, document, 'overwrite'))).toEqual(withoutIds(once));
    }),
  );
});

test('an overwrite deletes the previous content', () => {
  fc.assert(
    fc.property(documents, documents, (first, second) => {
      const afterFirst = run(before, first, 'overwrite');
      expect(withoutIds(run(afterFirst, second, 'overwrite'))).toEqual(withoutIds(run(before, second, 'overwrite')));
    }),
  );
});

test('merging a document into itself changes nothing, not even IDs', () => {
  fc.assert(
    fc.property(documents, (document) => {
      const once = run(before, document, 'overwrite');
      expect(run(once, document, 'merge').definition).toEqual(once.definition);
    }),
  );
});

test('every resource except the root has a parent, and the root keeps its ID', () => {
  fc.assert(
    fc.property(documents, (document) => {
      const { resources } = run(before, document, 'overwrite').definition;
      expect(resources[api.rootResourceId]).toMatchObject({ path: '/' });
      for (const { id, parentId, path: own, pathPart } of Object.values(resources)) {
        if (id === api.rootResourceId) continue;
        const parent = resources[parentId!]!;
        expect(own).toBe(`${parent.path === '/' ? '' : parent.path}/${pathPart}`);
      }
    }),
  );
});

test('an export with extensions imports to the same API, in either version', () => {
  fc.assert(
    fc.property(documents, fc.constantFrom('oas30' as const, 'swagger' as const), (document, type) => {
      const original = run(before, document, 'overwrite');
      const snapshot = { api: original.api, definition: original.definition };
      const options = {
        type,
        withExtensions: true,
        stageName: 'dev',
        host: 'api0000000.execute-api.us-east-1.amazonaws.com',
      };

      const exported = exportDocument(original.api, snapshot, options);

      expect(withoutIds(run(original, exported, 'overwrite'))).toEqual(withoutIds(original));
    }),
  );
});
