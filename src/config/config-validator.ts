/**
 * Checks `apikit.yaml` against its schema; `test/config/schema.test.ts` checks that it is a schema. The build puts the code in
 * this module's place that ajv makes of the schema (`scripts/config-validator.mjs`): to make it takes longer than all else that a
 * command does before its first call.
 */
import { Ajv, type ValidateFunction } from 'ajv';
import { configSchema } from './schema.ts';
import options from './validator-options.json' with { type: 'json' };

export const validate: ValidateFunction = new Ajv(options).compile(configSchema);
