/** Lambda's errors with AWS's texts, each with the `Type` member that its clients expect. */
import { AwsError } from '../../cloud/aws-error.ts';

const USER = { Type: 'User' };

/** In Lambda's model, the message member of this error begins with a capital letter. */
export const notFound = (message: string): AwsError =>
  new AwsError('ResourceNotFoundException', message, {
    status: 404,
    members: { ...USER, message: undefined, Message: message },
  });

/** The code or the request is too large; this error has no type (LocalStack, `TestLambdaSizeLimits`). */
export const tooLarge = (message: string): AwsError =>
  new AwsError('RequestEntityTooLargeException', message, { status: 413 });

/** `arn` has the requested qualifier, if any. */
export const functionNotFound = (arn: string): AwsError => notFound(`Function not found: ${arn}`);

export const invalidParameter = (message: string): AwsError =>
  new AwsError('InvalidParameterValueException', message, { members: USER });

/** Errors about quotas and targets of aliases; they have no type (LocalStack, `test_function_concurrency_limits`). */
export const refusedValue = (message: string): AwsError => new AwsError('InvalidParameterValueException', message);

export const conflict = (message: string): AwsError =>
  new AwsError('ResourceConflictException', message, { status: 409, members: USER });

export const preconditionFailed = (message: string): AwsError =>
  new AwsError('PreconditionFailedException', message, { status: 412, members: USER });

const STALE = 'The Revision Id provided does not match the latest Revision Id. Call the';

/** Optimistic locking: `given` is the client's `RevisionId`, `reader` names the calls that return the current one. */
export function checkRevision(given: string | undefined, current: string, reader: string): void {
  if (given !== undefined && given !== current) {
    throw preconditionFailed(`${STALE} ${reader} API to retrieve the latest Revision Id`);
  }
}
