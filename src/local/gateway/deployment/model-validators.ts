/**
 * Validates bodies against models: JSON schema draft 4, with references to other models by
 * `https://apigateway.amazonaws.com/restapis/{id}/models/{Name}`. A model is compiled when it is first needed; the
 * schema library, which takes 30 ms, is loaded then.
 */
import type { default as AjvDraft04, SchemaObject } from 'ajv-draft-04';
import { boundedRegExp } from '../../../regexp/bounded-regexp.ts';
import type { Model } from '../../state/apis/model.ts';
import { describeViolations } from './describe-violation.ts';

/** Resolves to `undefined` for a valid body, otherwise to the text of `$context.error.validationErrorString`. */
export type ModelValidators = (modelName: string, body: Buffer) => Promise<string | undefined>;

/**
 * Compiles patterns for ajv. `code` is for modules that ajv would generate. The patterns of JSON schema draft 4 are
 * ECMA-262 without the flag `u`, so a pattern that does not compile with it (`\-`, `\:`) is compiled without.
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

/** A name without a model (`Empty` of an imported API) accepts any JSON. */
export function createModelValidators(apiId: string, models: Readonly<Record<string, Model>>): ModelValidators {
  const urlOf = (name: string) => `https://apigateway.amazonaws.com/restapis/${apiId}/models/${name}`;
  let schemas: Promise<AjvDraft04.default> | undefined;

  const loadSchemas = async () => {
    const { default: Ajv } = (await import('ajv-draft-04')).default;
    // Formats are not checked: no recording shows that API Gateway enforces them.
    const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false, logger: false, code: { regExp } });
    for (const { name, schema } of Object.values(models)) {
      if (schema !== undefined && schema !== '') ajv.addSchema(JSON.parse(schema) as SchemaObject, urlOf(name));
    }
    return ajv;
  };

  return async (modelName, body) => {
    let value: unknown;
    try {
      // Recorded: an empty body is validated as an empty object.
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
