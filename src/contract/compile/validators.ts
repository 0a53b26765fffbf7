/** Chooses the request validator of API Gateway for an operation. Pure. */
import type { Operation } from '../model/operations.ts';
import { isMappable } from '../model/parameters.ts';
import { validatedMedia } from './models.ts';

/** All combinations except the one that validates nothing. */
export const REQUEST_VALIDATORS = {
  'body-and-parameters': { validateRequestBody: true, validateRequestParameters: true },
  body: { validateRequestBody: true, validateRequestParameters: false },
  parameters: { validateRequestBody: false, validateRequestParameters: true },
} as const;

export type Validator = keyof typeof REQUEST_VALIDATORS;

/**
 * A path parameter is always present, since the path would not match without it. The handler checks an optional body:
 * API Gateway would reject an empty one (docs/aws/data-plane.md).
 */
export function validatorOf(operation: Operation): Validator | undefined {
  const parameters = operation.parameters.some(
    (parameter) => parameter.required && parameter.in !== 'path' && isMappable(parameter),
  );
  const body = operation.body?.required === true && validatedMedia(operation.body).length > 0;
  if (body) return parameters ? 'body-and-parameters' : 'body';
  return parameters ? 'parameters' : undefined;
}
