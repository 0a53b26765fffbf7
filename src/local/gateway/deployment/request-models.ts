/** Chooses the model for the validation of a body. */
import type { ModelValidators } from './model-validators.ts';

const JSON_TYPE = 'application/json';

/**
 * Resolves to the error text of an invalid body, or to `undefined`; returns `undefined` at once if nothing is
 * validated.
 */
export type BodyCheck = (mediaType: string | undefined, body: Buffer) => Promise<string | undefined> | undefined;

/**
 * Uses the model of the request's media type (`application/json` if it has none), otherwise `$default`. A media type
 * without a model is not validated (docs/aws/data-plane.md).
 */
export function compileBodyCheck(
  requestModels: Readonly<Record<string, string>>,
  validate: ModelValidators,
): BodyCheck | undefined {
  const byType = new Map(Object.entries(requestModels).map(([type, model]) => [type.toLowerCase(), model]));
  if (byType.size === 0) return undefined;
  return (mediaType, body) => {
    const model = byType.get(mediaType ?? JSON_TYPE) ?? byType.get('$default');
    return model === undefined ? undefined : validate(model, body);
  };
}
