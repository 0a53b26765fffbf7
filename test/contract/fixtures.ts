/** Contracts and settings that the tests of contract and stack share. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StageConfig } from '../../src/config/config.ts';
import type { RawConfig } from '../../src/config/raw-config.ts';
import { resolveStage } from '../../src/config/resolve.ts';
import { parseContract } from '../../src/contract/load-contract.ts';
import type { Contract } from '../../src/contract/model/contract.ts';
import { packageRoot } from '../../src/files/package-root.ts';

export const FACTS = { account: '111122223333', region: 'eu-west-1', partition: 'aws' };

/** The settings of the stage `dev` of a project `shop`. */
export function stageConfig(settings: Partial<RawConfig> = {}, stage = 'dev'): StageConfig {
  return resolveStage({ name: 'shop', region: 'eu-west-1', ...settings }, stage, { root: '/project' });
}

/** The template's contract as `apikit init` leaves it for the resource `item`. */
export function itemsContract(): Contract {
  const file = join(packageRoot, 'src/templates/items/files/common/openapi.yaml');
  const words: Record<string, string> = {
    __app__: 'shop',
    __items__: 'items',
    __Items__: 'Items',
    __item__: 'item',
    __Item__: 'Item',
    __key__: 'id',
  };
  const text = readFileSync(file, 'utf8').replaceAll(/__[A-Za-z]+?__/g, (word) => words[word] ?? word);
  return parseContract(text, 'openapi.yaml');
}

export const HEAD = 'openapi: 3.0.3\ninfo: { title: t, version: "1.0" }\n';

export const SMALL = `${HEAD}
security: [{ key: [] }]
paths:
  /health:
    get: { operationId: health, security: [], responses: { "200": { description: ok } } }
  /orders/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
    put:
      operationId: putOrder
      parameters:
        - { name: If-Match, in: header, required: true, schema: { type: string } }
        - { name: dry, in: query, schema: { type: boolean } }
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: "#/components/schemas/order_input" } } }
      responses: { "200": { description: ok } }
  /files/{proxy+}:
    x-amazon-apigateway-any-method: { operationId: files, responses: { "200": { description: ok } } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-API-Key }
  schemas:
    order_input:
      type: object
      required: [lines]
      additionalProperties: false
      properties:
        lines: { type: array, minItems: 1, items: { $ref: "#/components/schemas/Line" }, example: [] }
        note: { type: string, nullable: true, default: "" }
        parent: { $ref: "#/components/schemas/order_input" }
    Line:
      type: object
      required: []
      properties:
        amount: { type: number, format: double, minimum: 0, exclusiveMinimum: true }
    Unused: { type: object }
`;
