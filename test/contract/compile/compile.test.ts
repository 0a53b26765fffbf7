import AjvDraft04 from 'ajv-draft-04';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/contract/compile/compile.ts';
import { parseContract } from '../../../src/contract/load-contract.ts';
import type { Json } from '../../../src/contract/model/json.ts';
import { cpuTime } from '../../helpers/cpu-time.ts';
import { FACTS, HEAD, itemsContract, SMALL, stageConfig } from '../fixtures.ts';

interface Definition {
  info: Json;
  paths: Record<string, Record<string, Json>>;
  components: { schemas: Record<string, Json>; securitySchemes: Json };
  'x-amazon-apigateway-gateway-responses': Record<
    string,
    { responseParameters: Json; responseTemplates: Record<string, string> }
  >;
}

function compileText(text: string, config = stageConfig()): Definition {
  return compile(parseContract(text, 'openapi.yaml'), config, FACTS) as unknown as Definition;
}

const withOrigins = (origins: string[], credentials = false) => stageConfig({ cors: { origins, credentials } });

describe('the definition document', () => {
  it('matches the snapshot for a small contract', () => {
    expect(compileText(SMALL, withOrigins(['https://app.example.com']))).toMatchSnapshot();
  });

  it('has the security and validators of the template items', () => {
    const { paths } = compile(itemsContract(), stageConfig(), FACTS) as unknown as Definition;
    const lines = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, each]) =>
        [
          `${method.toUpperCase()} ${path} ${each.operationId}`,
          (each.security as unknown[]).length > 0 ? 'key' : 'open',
          each['x-amazon-apigateway-request-validator'] ?? 'unchecked',
          /schemas\/(\w+)/.exec(JSON.stringify(each.requestBody ?? ''))?.[1] ?? '',
        ]
          .join(' ')
          .trim(),
      ),
    );
    expect(lines).toMatchInlineSnapshot(`
      [
        "GET /health getHealth open unchecked",
        "GET /items listItems key unchecked",
        "POST /items createItem key body ItemInput",
        "GET /items/{id} getItem key unchecked",
        "PUT /items/{id} replaceItem key body ItemInput",
        "PATCH /items/{id} updateItem key body ItemPatch",
        "DELETE /items/{id} deleteItem key unchecked",
      ]
    `);
  });

  it('ignores smoke settings, so that they cause no new release', () => {
    const marked = SMALL.replace('operationId: putOrder', 'operationId: putOrder\n      x-apikit: { smoke: true }');
    expect(compileText(marked)).toEqual(compileText(SMALL));
    expect(parseContract(marked, 'openapi.yaml').operations.map(({ settings }) => settings.smoke)).toEqual([
      undefined,
      { safe: true },
      undefined,
    ]);
  });

  it('is named after app and stage, since PutRestApi names the API after the title', () => {
    expect(compileText(SMALL).info).toEqual({ title: 'shop-dev', version: '1.0' });
  });

  it('requires API keys for each operation separately', () => {
    const { paths } = compileText(SMALL);
    expect(paths['/health']!.get!.security).toEqual([]);
    expect(paths['/orders/{id}']!.put!.security).toEqual([{ apiKey: [] }]);
    expect(paths['/files/{proxy+}']!['x-amazon-apigateway-any-method']!.security).toEqual([{ apiKey: [] }]);
  });

  it.each([
    [3, 4000],
    [28, 29_000],
    [29, 29_000],
  ])('gives a function of %i s a gateway timeout of %i ms', (timeout, expected) => {
    const integration = compileText(SMALL, stageConfig({ function: { timeout } })).paths['/health']!.get![
      'x-amazon-apigateway-integration'
    ] as Json;
    expect(integration.timeoutInMillis).toBe(expected);
  });

  it('names the partition', () => {
    const contract = parseContract(SMALL, 'openapi.yaml');
    const text = JSON.stringify(
      compile(contract, stageConfig(), { ...FACTS, region: 'cn-north-1', partition: 'aws-cn' }),
    );
    expect(text).toContain(
      'arn:aws-cn:apigateway:cn-north-1:lambda:path/2015-03-31/functions/__APIKIT_FUNCTION_ARN__/invocations',
    );
  });
});

describe('models', () => {
  const schemaOf = (schema: string) =>
    compileText(
      `${HEAD}paths:\n  /x:\n    post:\n      operationId: make_it\n      requestBody:\n        required: true
        content: { application/json: { schema: ${schema} } }\n`,
    ).components.schemas;

  it('are only what requests need', () => {
    expect(Object.keys(compileText(SMALL).components.schemas)).toEqual(['OrderInput', 'Line']);
  });

  it('for inline schemas are named after the operation', () => {
    expect(schemaOf('{ type: object }')).toEqual({ MakeItBody: { type: 'object' } });
  });

  it.each([
    ['{ type: string, nullable: true, example: a }', { oneOf: [{ type: 'string' }, { type: 'null' }] }],
    ['{ nullable: true, minLength: 1 }', { minLength: 1 }],
    ['{ type: number, exclusiveMinimum: 3 }', { type: 'number', minimum: 3, exclusiveMinimum: true }],
    ['{ type: number, minimum: 1, exclusiveMinimum: 3 }', { type: 'number', minimum: 3, exclusiveMinimum: true }],
    ['{ type: number, maximum: 3, exclusiveMaximum: true }', { type: 'number', maximum: 3, exclusiveMaximum: true }],
    ['{ type: integer, format: int64, default: 1 }', { type: 'integer' }],
    ['{ type: string, format: date-time }', { type: 'string', format: 'date-time' }],
    ['{ type: object, required: [], discriminator: { propertyName: a } }', { type: 'object' }],
    ['{ allOf: [{ type: object, readOnly: true }], x-mine: 1 }', { allOf: [{ type: 'object' }] }],
    [
      '{ type: object, properties: { example: { type: string } } }',
      { type: 'object', properties: { example: { type: 'string' } } },
    ],
    ['{ type: object, additionalProperties: false }', { type: 'object', additionalProperties: false }],
  ])('%s as draft-04', (schema, expected) => {
    expect(schemaOf(schema).MakeItBody).toEqual(expected);
  });

  it.each([
    ['a small contract', SMALL],
    [
      'every keyword',
      `${HEAD}paths:\n  /x:\n    post:\n      operationId: make_it\n      requestBody:\n        required: true
        content: { application/json: { schema: { $ref: "#/components/schemas/all_of-it" } } }
components: { schemas: { all_of-it: { type: object, required: [], nullable: true, minProperties: 1, properties: {
  n: { type: number, format: float, exclusiveMinimum: 1, exclusiveMaximum: 9, multipleOf: 2, default: 2, example: 4 },
  m: { type: integer, minimum: 1, exclusiveMinimum: true, nullable: true },
  s: { type: string, format: uuid, pattern: "^a", minLength: 1, writeOnly: true, deprecated: true },
  e: { enum: [a, null], nullable: true, xml: { name: e } }, l: { type: array, items: { not: { type: string } }, uniqueItems: true },
  o: { oneOf: [{ $ref: "#/components/schemas/all_of-it" }, { type: boolean }], discriminator: { propertyName: k } } } } } }\n`,
    ],
  ])('for %s are JSON Schema draft-04, as API Gateway expects', (_, text) => {
    const { schemas } = compileText(text).components;
    const ajv = new AjvDraft04.default({
      strictTypes: false,
      formats: { 'date-time': true },
      keywords: ['components'],
    });
    for (const model of Object.keys(schemas)) {
      expect(() => ajv.compile({ $ref: `#/components/schemas/${model}`, components: { schemas } })).not.toThrow();
      expect(ajv.validateSchema(schemas[model]!)).toBe(true);
    }
  });

  it('get distinct names of letters and digits', () => {
    const { paths, components } = compileText(
      `${HEAD}paths:\n  /x:\n    post:\n      operationId: a\n      requestBody:\n        required: true\n        content:
          application/json: { schema: { $ref: "#/components/schemas/a-b" } }
          application/vnd.x+json: { schema: { $ref: "#/components/schemas/AB" } }
          text/plain: { schema: { type: string } }
components: { schemas: { a-b: { type: object }, AB: { type: array, items: {} } } }\n`,
    );
    expect(components.schemas).toEqual({ AB2: { type: 'object' }, AB: { type: 'array', items: {} } });
    expect(paths['/x']!.post!.requestBody).toEqual({
      required: true,
      content: {
        'application/json': { schema: { $ref: '#/components/schemas/AB2' } },
        'application/vnd.x+json': { schema: { $ref: '#/components/schemas/AB' } },
      },
    });
  });
});

describe('CORS', () => {
  const optionsOf = (config = stageConfig()) => compileText(SMALL, config).paths['/orders/{id}']!.options;
  const headersOf = (config = stageConfig()) =>
    compileText(SMALL, config)['x-amazon-apigateway-gateway-responses'].THROTTLED!.responseParameters;

  it('is off unless configured', () => {
    expect(optionsOf()).toBeUndefined();
    expect(JSON.stringify(compileText(SMALL))).not.toContain('Access-Control');
  });

  it('responds to the preflight of one origin at the gateway, without a key', () => {
    const options = optionsOf(withOrigins(['https://a.example'], true))!;
    expect(options.security).toEqual([]);
    expect(options['x-amazon-apigateway-integration']).toMatchObject({
      type: 'mock',
      responses: {
        default: {
          responseParameters: {
            'method.response.header.Access-Control-Allow-Origin': "'https://a.example'",
            'method.response.header.Access-Control-Allow-Methods': "'PUT,OPTIONS'",
            'method.response.header.Access-Control-Allow-Credentials': "'true'",
          },
        },
      },
    });
  });

  it('responds to the preflight of several origins at the gateway too, with a template that compares them', () => {
    const options = optionsOf(withOrigins(['https://a.example', 'https://b.example']))!;
    expect(options).toMatchObject({ security: [], 'x-amazon-apigateway-integration': { type: 'mock' } });
    expect(JSON.stringify(options)).toContain('$origin == \\"https://b.example\\"');
  });

  it('passes preflights to a function for ANY, unless origins are configured', () => {
    const text = `${HEAD}paths: { /x: { x-amazon-apigateway-any-method: { operationId: any } } }\n`;
    const local = (origins: string[]) => stageConfig({ cors: { origins } }, 'local');
    expect(compileText(text, local([])).paths['/x']).not.toHaveProperty('options');
    expect(compileText(text, local(['https://a.example'])).paths['/x']).toHaveProperty('options');
    expect(compileText(SMALL, local([])).paths['/orders/{id}']).toHaveProperty('options');
  });

  it("adds headers to the gateway's own errors", () => {
    const header = 'gatewayresponse.header.Access-Control-Allow-Origin';
    expect(headersOf(withOrigins(['https://a.example']))[header]).toBe("'https://a.example'");
    expect(headersOf(withOrigins(['https://a.example', 'https://b.example'], true))).toMatchObject({ [header]: "'*'" });
    expect(headersOf(withOrigins(['https://a.example', 'https://b.example'], true))).not.toHaveProperty(
      'gatewayresponse.header.Access-Control-Allow-Credentials',
    );
  });

  it("does not change the contract's own OPTIONS", () => {
    const text = `${HEAD}paths: { /x: { options: { operationId: mine }, get: { operationId: get } } }\n`;
    const { options } = compileText(text, withOrigins(['*'])).paths['/x']!;
    expect(options!.operationId).toBe('mine');
  });
});

describe("the gateway's own errors", () => {
  it('all include the release and use the error envelope', () => {
    const variables: Record<string, string> = { '$context.error.messageString': '"m"' };
    for (const response of Object.values(compileText(SMALL)['x-amazon-apigateway-gateway-responses'])) {
      expect(response.responseParameters['gatewayresponse.header.x-apikit-release']).toBe("'__APIKIT_RELEASE__'");
      const template = response.responseTemplates['application/json']!;
      const body: unknown = JSON.parse(
        template.replaceAll(/\$context[.\w]+/g, (variable) => variables[variable] ?? 'v'),
      );
      expect(body).toEqual({
        code: expect.any(String),
        message: expect.any(String),
        details: expect.any(Array),
        requestId: 'v',
      });
    }
  });
});

describe('the compiler', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);
  const schema = fc.constantFrom(
    '{ type: object }',
    '{ $ref: "#/components/schemas/a_b" }',
    '{ type: string, nullable: true }',
  );
  const operation = fc.record({ method: fc.constantFrom('get', 'post', 'put', 'delete'), schema, key: fc.boolean() });
  const contract = fc.dictionary(
    name,
    fc.uniqueArray(operation, { selector: ({ method }) => method, minLength: 1, maxLength: 3 }),
    {
      minKeys: 1,
      maxKeys: 6,
    },
  );
  const text = contract.map((paths) =>
    [
      HEAD,
      'components: { securitySchemes: { k: { type: apiKey, in: header, name: x-api-key } }, schemas: { a_b: { type: object } } }\n',
      'paths:\n',
      ...Object.entries(paths).flatMap(([path, operations]) => [
        `  /${path}/{id}:\n`,
        ...operations.map(({ method, schema, key }) =>
          [
            `    ${method}:\n      operationId: ${method}${path}\n      security: ${key ? '[{ k: [] }]' : '[]'}\n`,
            `      requestBody: { required: true, content: { application/json: { schema: ${schema} } } }\n`,
          ].join(''),
        ),
      ]),
    ].join(''),
  );

  it('pitfall 7: is total and deterministic for valid contracts, and gives every operation an integration', () => {
    fc.assert(
      fc.property(
        text,
        fc.constantFrom<string[]>([], ['*'], ['https://a.example', 'https://b.example']),
        (yaml, origins) => {
          expect(() => parseContract(yaml, 'x')).not.toThrow();
          const once = JSON.stringify(compileText(yaml, withOrigins(origins)));
          expect(JSON.stringify(compileText(yaml, withOrigins(origins)))).toBe(once);
          // Every reference ends in the document, and every operation has an integration (pitfall 7).
          const { paths, components } = JSON.parse(once) as Definition;
          for (const [, model] of once.matchAll(/#\/components\/schemas\/([^"]+)/g))
            expect(components.schemas).toHaveProperty(model!);
          for (const operations of Object.values(paths)) {
            for (const each of Object.values(operations))
              expect(each).toHaveProperty('x-amazon-apigateway-integration');
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('compiles 300 operations in less than half a second', () => {
    const many = Array.from(
      { length: 300 },
      (_, n) =>
        `  /p${n}:\n    post: { operationId: o${n}, requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/M" } } } } }\n`,
    );
    const parsed = parseContract(
      `${HEAD}paths:\n${many.join('')}components: { schemas: { M: { type: object } } }\n`,
      'x',
    );
    compile(parsed, stageConfig(), FACTS);
    expect(cpuTime(() => compile(parsed, withOrigins(['*']), FACTS))).toBeLessThan(500);
  });
});
