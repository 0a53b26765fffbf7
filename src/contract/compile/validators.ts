/** Which of API Gateway's request validators an operation gets. Pure. */
import type { Operation } from '../model/operations.ts';

/** All four combinations but "nothing", under names that say what they do. */
export const REQUEST_VALIDATORS = {
  'body-and-parameters': { validateRequestBody: true, validateRequestParameters: true },
  body: { validateRequestBody: true, validateRequestParameters: false },
  parameters: { validateRequestBody: false, validateRequestParameters: true },
} as const;

export type Validator = keyof typeof REQUEST_VALIDATORS;

/**
 * Path parameters are always there, or the path would be another. An optional body is left to the handler: the gateway
 * would refuse an empty one (docs/aws/data-plane.md).
 */
export function validatorOf(operation: Operation): Validator | undefined {
  const parameters = operation.parameters.some((parameter) => parameter.required && parameter.in !== 'path');
  const body = operation.body?.required === true && operation.body.schemas.length > 0;
  if (body) return parameters ? 'body-and-parameters' : 'body';
  return parameters ? 'parameters' : undefined;
}
