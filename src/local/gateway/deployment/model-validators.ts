/**
 * Checks bodies against models: JSON schema draft 4, with references to other models by
 * `https://apigateway.amazonaws.com/restapis/{id}/models/{Name}`. A model is compiled when it is first needed.
 */
import AjvDraft04, { type ErrorObject, type SchemaObject } from 'ajv-draft-04';
import type { Model } from '../../services/apigateway/model.ts';
import { describeViolation } from './describe-violation.ts';

/** `undefined` for a valid body, else the text of `$context.error.validationErrorString`. */
export type BodyCheck = (mediaType: string | undefined, body: Buffer) => string | undefined;

export type ModelValidators = (modelName: string, body: Buffer) => string | undefined;

// The package is CommonJS: its class is a member of what Node imports.
const Ajv = AjvDraft04.default;

/** A name without a model (`Empty` of an imported API) takes everything that is JSON. */
export function createModelValidators(apiId: string, models: Readonly<Record<string, Model>>): ModelValidators {
  const urlOf = (name: string) => `https://apigateway.amazonaws.com/restapis/${apiId}/models/${name}`;
  let ajv: InstanceType<typeof Ajv> | undefined;

  const open = () => {
    // Formats are left alone: nothing recorded says that API Gateway enforces them.
    const fresh = new Ajv({ allErrors: true, strict: false, validateFormats: false, logger: false });
    for (const model of Object.values(models)) {
      if (model.schema !== undefined && model.schema !== '') {
        fresh.addSchema(JSON.parse(model.schema) as SchemaObject, urlOf(model.name));
      }
    }
    return fresh;
  };

  return (modelName, body) => {
    ajv ??= open();
    let value: unknown;
    try {
      // Recorded: an empty body is checked as an empty object.
      value = body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
    } catch {
      return 'Unable to parse the request body as JSON';
    }
    const validate = ajv.getSchema(urlOf(modelName));
    if (validate === undefined || validate(value)) return undefined;
    return `[${(validate.errors ?? []).map((error: ErrorObject) => describeViolation(error, value)).join(', ')}]`;
  };
}
