/**
 * The deployed API of a stage in the words of the contract: the contract's own data where nothing differs, and the
 * stage's data where something does.
 */
import { GetExportCommand } from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StageConfig } from '../../../src/config/config.ts';
import { compile } from '../../../src/contract/compile/compile.ts';
import { described } from '../../../src/contract/export/described.ts';
import { plainDocument } from '../../../src/contract/export/plain-document.ts';
import { readForeign } from '../../../src/contract/import/read-foreign.ts';
import { parseContract } from '../../../src/contract/load-contract.ts';
import type { Contract } from '../../../src/contract/model/contract.ts';
import type { Json } from '../../../src/contract/model/json.ts';
import { openNothing } from '../../../src/contract/read/open-file.ts';
import { yamlText } from '../../../src/text/yaml-text.ts';
import { committedCorpus } from '../corpus/committed.ts';
import { FACTS, itemsContract, SMALL, stageConfig } from '../fixtures.ts';
import { type ContractCloud, startContractCloud } from '../serve-contract.ts';

const URL = 'https://api.example/dev';

let served: ContractCloud;
beforeAll(async () => {
  served = await startContractCloud();
});
afterAll(async () => await served.close());

/** Returns the export of a stage to which a contract was just deployed. */
async function exportOf(contract: Contract, config?: StageConfig): Promise<Json> {
  const { url } = await served.serve(contract, config);
  const restApiId = new globalThis.URL(url).pathname.split('/')[3]!;
  const { body } = await served.client.send(
    new GetExportCommand({
      restApiId,
      stageName: 'dev',
      exportType: 'oas30',
      parameters: { extensions: 'apigateway' },
      accepts: 'application/json',
    }),
  );
  return JSON.parse(new TextDecoder().decode(body)) as Json;
}

/** The stage has `live`, the user has `local`. */
async function told(live: string | Contract, local: string | Contract, config = stageConfig()) {
  const read = (contract: string | Contract) =>
    typeof contract === 'string' ? parseContract(contract, 'openapi.yaml') : contract;
  const [deployed, ours] = [read(live), read(local)];
  const exported = await exportOf(deployed, config);
  return described(ours, { exported, definition: compile(ours, config, FACTS) }, URL);
}

/** A contract with every part that a definition can have. */
const RICH = `openapi: 3.1.0
info: { title: Rich, version: '2', description: Of everything, contact: { name: Ada } }
tags: [{ name: things, description: Those }]
security: [{ person: [read] }]
paths:
  /things/{id}:
    summary: A thing
    parameters:
      - { name: id, in: path, required: true, description: Which, schema: { type: string, format: uuid } }
      - { name: trace, in: cookie, schema: { type: string } }
    get:
      operationId: getThing
      tags: [things]
      description: |
        Gets one.
      parameters:
        - { $ref: '#/components/parameters/View' }
        - { name: 'filter[name]', in: query, schema: { type: string } }
      responses:
        '200': { description: It, content: { application/json: { schema: { $ref: '#/components/schemas/a_thing' }, example: { name: x } } } }
      x-apikit: { timeout: 3, throttle: { rate: 5, burst: 9 } }
    put:
      operationId: putThing
      security: [{ tools: [], apiKey: [] }]
      requestBody:
        required: true
        description: All of it
        content:
          application/json: { schema: { $ref: '#/components/schemas/a_thing' }, examples: { one: { value: { name: x, 'x-amazon-y': 1 } } } }
          application/merge-patch+json: { schema: { type: object, minProperties: 1, properties: { name: { const: x } } } }
      responses: { '204': { description: Done } }
    options: { operationId: optionsThing, security: [], responses: { '200': { description: ok } } }
  /signed:
    post:
      operationId: signed
      security: [{ aws: [] }]
      requestBody: { content: { application/json: { schema: { type: array } } } }
      responses: { '200': { description: ok } }
  /status:
    get:
      operationId: status
      security: []
      responses: { '200': { description: ok } }
      x-apikit:
        integration: { type: mock, requestTemplates: { application/json: '{"statusCode": 200}' }, responses: { default: { statusCode: '200', responseTemplates: { application/json: '{}' } } } }
  /backend/{proxy+}:
    x-amazon-apigateway-any-method:
      operationId: backend
      security: [{ pool: [things/read] }]
      parameters: [{ name: proxy, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: ok } }
      x-apikit: { integration: { type: http_proxy, uri: 'https://backend.example/{proxy}', httpMethod: ANY } }
  /{slug}:
    get: { operationId: page, security: [], responses: { '200': { description: ok } } }
components:
  parameters:
    View: { name: view, in: query, required: true, description: How, schema: { type: string, enum: [full, brief] }, example: full }
  securitySchemes:
    person: { type: openIdConnect, openIdConnectUrl: 'https://id.example/.well-known/openid-configuration', x-apikit: { ttl: 60 } }
    tools: { type: apiKey, in: query, name: token, description: Of machines, x-apikit: { type: request, identity: [query.token, context.identity.sourceIp] } }
    apiKey: { type: apiKey, in: header, name: X-API-Key }
    aws: { type: apiKey, in: header, name: Authorization, x-amazon-apigateway-authtype: awsSigv4 }
    pool: { type: http, scheme: bearer, x-apikit: { userPool: 'arn:aws:cognito-idp:eu-west-1:000000000000:userpool/eu-west-1_abc' } }
  schemas:
    a_thing:
      type: object
      description: A thing
      required: [id, name]
      properties:
        id: { type: string, readOnly: true, examples: [a] }
        name: { type: [string, 'null'], minLength: 1, description: What it is called }
        parent: { $ref: '#/components/schemas/a_thing' }
    Unused: { type: object, additionalProperties: false }
`;

const contracts: [string, Contract][] = [
  ['the template', itemsContract()],
  ['a small one', parseContract(SMALL, 'openapi.yaml')],
  ['one with everything', parseContract(RICH, 'openapi.yaml')],
  ...committedCorpus().flatMap(([name, text]): [string, Contract][] => {
    const foreign = { text, name: 'openapi.yaml', open: openNothing, shown: (file: string) => file };
    try {
      return [[name, parseContract(readForeign(foreign).text, 'openapi.yaml')]];
    } catch {
      // A document that cannot be imported has no stage. The test of the corpus says why.
      return [];
    }
  }),
];

describe('a stage that was just deployed', () => {
  it.each(contracts)('is described by the contract, and deploys without changes: %s', async (name, contract) => {
    const cors = { origins: ['https://app.example.com'] };
    for (const config of name.includes('/') ? [stageConfig()] : [stageConfig(), stageConfig({ cors })]) {
      const { document, differences } = await told(contract, contract, config);
      expect(differences).toEqual([]);
      const again = parseContract(yamlText(document), 'openapi.yaml');
      expect(JSON.stringify(compile(again, config, FACTS))).toBe(JSON.stringify(compile(contract, config, FACTS)));
      expect({ ...again.document, servers: 0 }).toEqual({ ...contract.document, servers: 0 });
      expect(document.servers).toEqual([{ url: URL }]);
      const kept = Object.keys(contract.document).filter((key) => key !== 'servers' && key in document);
      expect(Object.keys(document).filter((key) => key !== 'servers')).toEqual(kept);
    }
  });
});

/** RICH with one change, and the differences if the stage has RICH itself. */
const CHANGES: Record<string, { change: (text: string) => string; told: string[] }> = {
  'the version': {
    change: (text) => text.replace("version: '2', description: Of everything", "version: '3'"),
    told: ['info: version, description'],
  },
  'words alone': {
    change: (text) => text.replace('Gets one.', 'Gets the one.').replace('description: Which', 'description: That'),
    told: [],
  },
  'a parameter that is required': {
    change: (text) => text.replace('name: view, in: query, required: true', 'name: view, in: query'),
    told: ['GET /things/{id}: parameters'],
  },
  'a parameter more': {
    change: (text) => text.replace('name: trace, in: cookie', 'name: X-More, in: header'),
    told: ['GET /things/{id}: parameters', 'PUT /things/{id}: parameters', 'OPTIONS /things/{id}: parameters'],
  },
  'an operation less': {
    change: (text) => text.replace(/ {2}\/signed:\n( {4}.*\n)+/, ''),
    told: ['POST /signed: only in the stage'],
  },
  'an operation more': {
    change: (text) =>
      text.replace(
        '/signed:',
        "/more:\n    get: { operationId: more, responses: { '200': { description: ok } } }\n  /signed:",
      ),
    told: ['GET /more: only in the contract'],
  },
  'a schema': {
    change: (text) => text.replace('minLength: 1,', 'minLength: 2,'),
    told: ['schema a_thing: as the stage checks it'],
  },
  'a schema in its place': {
    change: (text) => text.replace('minProperties: 1', 'minProperties: 2'),
    told: ['PUT /things/{id}: requestBody'],
  },
  'a schema of another name': {
    change: (text) => text.replaceAll('a_thing', 'other_thing'),
    told: ['PUT /things/{id}: requestBody'],
  },
  'a body that may be absent': {
    change: (text) => text.replace('required: true\n        description: All of it', 'description: All of it'),
    told: ['PUT /things/{id}: requestBody'],
  },
  'who may call': {
    change: (text) => text.replace('security: [{ tools: [], apiKey: [] }]', 'security: [{ apiKey: [] }]'),
    told: ['PUT /things/{id}: security'],
  },
  'who may call all the rest': {
    change: (text) => text.replace('security: [{ person: [read] }]', 'security: []'),
    told: ['GET /things/{id}: security'],
  },
  'how long an authorizer is believed': {
    change: (text) => text.replace('ttl: 60', 'ttl: 0'),
    told: ['scheme person: as the stage asks it'],
  },
  'an authorizer less': {
    change: (text) => text.replace('security: [{ aws: [] }]', 'security: []').replace(/ {4}aws: .*\n/, ''),
    told: ['POST /signed: security', 'scheme sigv4: only in the stage'],
  },
  'a mock': {
    change: (text) =>
      text.replace(
        'responseTemplates: { application/json: ',
        "responseTemplates: { text/plain: 'x', application/json: ",
      ),
    told: ['GET /status: integration'],
  },
  'a status of a mock': {
    change: (text) => text.replace("statusCode: '200', responseTemplates", "statusCode: '203', responseTemplates"),
    told: ['GET /status: responses, integration'],
  },
  'a function instead of a backend': {
    change: (text) => text.replace(/ {6}x-apikit: \{ integration: \{ type: http_proxy.*\n/, ''),
    told: ['ANY /backend/{proxy+}: integration'],
  },
  'a timeout': {
    change: (text) => text.replace('timeout: 3,', 'timeout: 5,'),
    told: ['GET /things/{id}: timeout'],
  },
  'a name of an operation': {
    change: (text) => text.replace('operationId: signed', 'operationId: signedOne'),
    told: ['POST /signed: operationId'],
  },
};

describe('a stage that differs from the contract', () => {
  it.each(Object.entries(CHANGES))(
    'decides, and the differences are reported: %s',
    async (_, { change, told: words }) => {
      const changed = change(RICH);
      expect(changed).not.toBe(RICH);
      const { document, differences } = await told(RICH, changed);
      expect(differences.map(({ place, differs }) => `${place}: ${differs.join(', ')}`)).toEqual(words);
      // After a deploy of the document, the stage has the same.
      const again = parseContract(yamlText(document), 'openapi.yaml');
      expect(gatewayView(again)).toEqual(gatewayView(parseContract(RICH, 'openapi.yaml')));
      // The same in the other direction.
      const back = await told(changed, RICH);
      expect(back.differences.length > 0).toBe(words.length > 0);
      expect(gatewayView(parseContract(yamlText(back.document), 'openapi.yaml'))).toEqual(
        gatewayView(parseContract(changed, 'openapi.yaml')),
      );
    },
  );

  it('keeps the descriptions of unchanged parts', async () => {
    const changed = RICH.replace('name: trace, in: cookie', 'name: X-More, in: header').replace(
      'minLength: 1,',
      'minLength: 2,',
    );
    const { document } = await told(RICH, changed);
    const { get } = (document.paths as Record<string, Record<string, Json>>)['/things/{id}']!;
    expect(get).toMatchObject({
      tags: ['things'],
      description: 'Gets one.\n',
      responses: { 200: { description: 'It' } },
    });
    expect(get!.parameters).toContainEqual({ $ref: '#/components/parameters/View' });
    expect(get!.parameters).toContainEqual(expect.objectContaining({ name: 'id', description: 'Which' }));
    expect(document.tags).toEqual([{ name: 'things', description: 'Those' }]);
  });
});

/**
 * The contract as API Gateway would have it. The names of models and schemes do not matter, and neither does any order.
 */
function gatewayView(contract: Contract): unknown {
  const { info, paths, components } = compile(contract, stageConfig(), FACTS) as Record<string, Json>;
  const { schemas, securitySchemes } = components as Record<string, Json>;
  const named = JSON.stringify({ info, paths, schemas, securitySchemes }).replaceAll(
    /"[Oo]ther_?[Tt]hing"/g,
    '"AThing"',
  );
  return JSON.parse(named.replaceAll('/OtherThing"', '/AThing"'));
}

describe('a document for every tool', () => {
  it('has no extensions, separate methods in place of ANY, and the original examples', async () => {
    const contract = parseContract(RICH, 'openapi.yaml');
    const { document } = await told(contract, contract);
    const plain = plainDocument(document);
    const { paths } = plain as { paths: Record<string, Record<string, Json>> };
    expect(Object.keys(paths['/backend/{proxy+}']!)).toEqual([
      'get',
      'head',
      'post',
      'put',
      'patch',
      'delete',
      'options',
    ]);
    expect(paths['/backend/{proxy+}']!.get!.operationId).toBe('backendGet');
    const text = JSON.stringify(plain);
    expect(text).not.toContain('x-apikit');
    expect(text.match(/x-amazon-[a-z-]+/g)).toEqual(['x-amazon-y']);
    expect(paths['/things/{id}']!.get!.description).toBe('Gets one.\n');
  });
});
