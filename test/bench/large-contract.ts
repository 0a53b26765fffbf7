/** A contract of as many operations as wanted, each with parameters, a body of its own schema, and responses. */
export function largeContract(count: number): string {
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
