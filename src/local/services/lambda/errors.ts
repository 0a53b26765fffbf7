/** Lambda's errors with AWS's words, each with the `Type` member that its clients expect. */
import { AwsError } from '../../aws-error.ts';

const USER = { Type: 'User' };

/** Lambda's model writes the message of this one with a capital. */
export const notFound = (message: string): AwsError =>
  new AwsError('ResourceNotFoundException', message, {
    status: 404,
    members: { ...USER, message: undefined, Message: message },
  });

/** Of the code or of a request: without a type (LocalStack, `TestLambdaSizeLimits`). */
export const tooLarge = (message: string): AwsError =>
  new AwsError('RequestEntityTooLargeException', message, { status: 413 });

/** `arn` carries the qualifier that was asked for, if any. */
export const functionNotFound = (arn: string): AwsError => notFound(`Function not found: ${arn}`);

export const invalidParameter = (message: string): AwsError =>
  new AwsError('InvalidParameterValueException', message, { members: USER });

/** Of quotas and of where aliases lead: without a type (LocalStack, `test_function_concurrency_limits`). */
export const refusedValue = (message: string): AwsError => new AwsError('InvalidParameterValueException', message);

export const conflict = (message: string): AwsError =>
  new AwsError('ResourceConflictException', message, { status: 409, members: USER });

export const preconditionFailed = (message: string): AwsError =>
  new AwsError('PreconditionFailedException', message, { status: 412, members: USER });

/** One constraint that a list or a map does not satisfy, whose value is shown as Java prints it. */
export const failedConstraint = (shown: string, path: string, rule: string): AwsError =>
  new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${shown}' at '${path}' failed to satisfy constraint: ${rule}`,
  );

const STALE = 'The Revision Id provided does not match the latest Revision Id. Call the';

/** Optimistic locking: `given` is the client's `RevisionId`, `reader` the calls that return the current one. */
export function checkRevision(given: string | undefined, current: string, reader: string): void {
  if (given !== undefined && given !== current) {
    throw preconditionFailed(`${STALE} ${reader} API to retrieve the latest Revision Id`);
  }
}
