/** Reads, lints and compiles a contract of as many operations as the argument says; prints CPU seconds and memory as JSON. */
import { compile } from '../../src/contract/compile.ts';
import { parseContract } from '../../src/contract/load-contract.ts';
import { FACTS, stageConfig } from '../contract/fixtures.ts';

/** Each operation with parameters, a body of its own schema, and responses. */
function contractOf(count: number): string {
  const each = Array.from({ length: count }, (_, n) => n);
  const paths = each.map(
    (n) => `  /group${n % 100}/things${n}/{id}:
    put:
      operationId: putThing${n}
      parameters:
        - { name: id, in: path, required: true, schema: { type: string, format: uuid } }
        - { name: page, in: query, schema: { type: integer, minimum: 1, default: 1 } }
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/thing_${n}' } } }
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/thing_${n}' } } } }
        '404': { $ref: '#/components/responses/NotFound' }
`,
  );
  const schemas = each.map(
    (n) => `    thing_${n}:
      type: object
      required: [name, amount]
      properties:
        name: { type: string, maxLength: 100, example: a name }
        amount: { type: number, minimum: 0 }
        state: { type: string, enum: [open, closed], nullable: true }
        lines: { type: array, maxItems: 50, items: { type: object, properties: { sku: { type: string, format: uuid } } } }
        parent: { $ref: '#/components/schemas/thing_${n - (n % 10)}' }
`,
  );
  return `openapi: 3.0.3
info: { title: bench, version: '1' }
paths:
${paths.join('')}components:
  responses: { NotFound: { description: nothing here } }
  schemas:
${schemas.join('')}`;
}

const text = contractOf(Number(process.argv[2]));
const config = stageConfig();
const run = () => compile(parseContract(text, 'openapi.yaml'), config, FACTS);
// What is compiled by the engine at its first use is no matter of the contract's size.
run();
const times = Array.from({ length: 3 }, () => {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
});
const definition = JSON.stringify(run());
console.log(
  JSON.stringify({
    seconds: times.sort((a, b) => a - b)[1],
    peakMb: process.resourceUsage().maxRSS / 1024,
    textKb: text.length / 1024,
    definitionKb: definition.length / 1024,
  }),
);
