/** Gives the errors of an operation the status and the names that AWS's model has for them. */
import { AwsError } from '../cloud/aws-error.ts';
import type { Operation } from '../cloud/operation.ts';
import type { OperationModel } from '../cloud/operation-model.ts';

/** Returns the same operation; its errors get the status of the model unless they have one of their own. */
export function withErrorsOf(model: () => Promise<OperationModel>, run: Operation['run']): Operation['run'] {
  return async (input, context) => {
    try {
      return await run(input, context);
    } catch (error) {
      throw error instanceof AwsError ? asModelled(error, await model()) : error;
    }
  };
}

/**
 * An error of a service with Query and a newer protocol has one name in each. Clients of the newer one get the name in
 * Query, too, in a header.
 */
function asModelled(error: AwsError, { errors }: OperationModel): AwsError {
  const { code, message, members, headers } = error;
  const known = Object.hasOwn(errors, code) ? errors[code] : undefined;
  if (known === undefined) return error;
  const status = error.status === 400 ? (known.status ?? 400) : error.status;
  const fault = status >= 500 ? 'Receiver' : 'Sender';
  const queryName = known.queryCode && { 'x-amzn-query-error': `${known.queryCode};${fault}` };
  return new AwsError(code, message, { status, members, headers: { ...queryName, ...headers } });
}
