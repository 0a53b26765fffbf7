import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import { packageRoot } from '../../src/files/package-root.ts';

// `npx vitest run test/config -u` writes it anew.
it('the JSON schema is published for editors', async () => {
  const file = join(packageRoot, 'docs', 'apikit.schema.json');
  await expect(`${JSON.stringify(configSchema, null, 2)}\n`).toMatchFileSnapshot(file);
});

it('the JSON schema is valid', () => {
  const ajv = new Ajv({ allowUnionTypes: true });
  expect(ajv.validateSchema(configSchema), ajv.errorsText()).toBe(true);
});

it('describes every setting', () => {
  const bare: string[] = [];
  const definitions = configSchema.definitions as Record<string, Record<string, unknown>>;
  const walk = (schema: Record<string, unknown>, path: string): void => {
    for (const [name, reference] of Object.entries(
      (schema.properties ?? {}) as Record<string, Record<string, unknown>>,
    )) {
      const property = typeof reference.$ref === 'string' ? definitions[reference.$ref.split('/').at(-1)!]! : reference;
      if (typeof property.description !== 'string') bare.push(`${path}.${name}`);
      walk(property, `${path}.${name}`);
    }
    if (typeof schema.additionalProperties === 'object')
      walk(schema.additionalProperties as Record<string, unknown>, `${path}.*`);
  };
  walk(configSchema, '');
  expect(bare).toEqual([]);
});
