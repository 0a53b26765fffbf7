/** Which model a body is checked against. */
import type { ModelValidators } from './model-validators.ts';

const JSON_TYPE = 'application/json';

/** Resolves to what is wrong with a body, if anything is; `undefined` at once when nothing is asked of it. */
export type BodyCheck = (mediaType: string | undefined, body: Buffer) => Promise<string | undefined> | undefined;

/**
 * The model of the request's media type (`application/json` when it names none), else `$default`; a media type without
 * a model is not validated (docs/aws/data-plane.md).
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
