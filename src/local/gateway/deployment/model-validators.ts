/**
 * Checks bodies against models: JSON schema draft 4, with references to other models by
 * `https://apigateway.amazonaws.com/restapis/{id}/models/{Name}`. A model is compiled when it is first needed, and the
 * schema library, which takes 30 ms, is loaded then.
 */
import type { default as AjvDraft04, SchemaObject } from 'ajv-draft-04';
import { boundedRegExp } from '../../../regexp/bounded-regexp.ts';
import type { Model } from '../../services/apigateway/model.ts';
import { describeViolations } from './describe-violation.ts';

/** Resolves to `undefined` for a valid body, else to the text of `$context.error.validationErrorString`. */
export type ModelValidators = (modelName: string, body: Buffer) => Promise<string | undefined>;

/**
 * For ajv, which asks for the code as well, for modules that it would generate. A model is JSON schema draft 4, whose patterns
 * are ECMA-262 of a time without the flag `u`: what does not compile with it (`\-`, `\:`) is taken without.
 */
const regExp = Object.assign(
  (pattern: string, flags: string) => {
    try {
      return boundedRegExp(pattern, flags);
    } catch {
      return boundedRegExp(pattern);
    }
  },
  { code: '' },
);

/** A name without a model (`Empty` of an imported API) takes everything that is JSON. */
export function createModelValidators(apiId: string, models: Readonly<Record<string, Model>>): ModelValidators {
  const urlOf = (name: string) => `https://apigateway.amazonaws.com/restapis/${apiId}/models/${name}`;
  let schemas: Promise<AjvDraft04.default> | undefined;

  const loadSchemas = async () => {
    const { default: Ajv } = (await import('ajv-draft-04')).default;
    // Formats are left alone: nothing recorded says that API Gateway enforces them.
    const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false, logger: false, code: { regExp } });
    for (const { name, schema } of Object.values(models)) {
      if (schema !== undefined && schema !== '') ajv.addSchema(JSON.parse(schema) as SchemaObject, urlOf(name));
    }
    return ajv;
  };

  return async (modelName, body) => {
    let value: unknown;
    try {
      // Recorded: an empty body is checked as an empty object.
      value = body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
    } catch {
      return 'Unable to parse the request body as JSON';
    }
    schemas ??= loadSchemas();
    const validate = (await schemas).getSchema(urlOf(modelName));
    if (validate === undefined || validate(value)) return undefined;
    return describeViolations(validate.errors ?? [], value);
  };
}
