/**
 * Checks `apikit.yaml` against its schema; `test/config/schema.test.ts` checks that the schema itself is valid. The
 * build replaces this module with the code that ajv compiles from the schema (`scripts/config-validator.mjs`):
 * compiling it takes longer than everything else that a command does before its first call.
 */
import { Ajv, type ValidateFunction } from 'ajv';
import { configSchema } from './schema.ts';
import options from './validator-options.json' with { type: 'json' };

export const validate: ValidateFunction = new Ajv(options).compile(configSchema);
