/** StartQuery's error for an invalid query. */
import { AwsError } from '../../../cloud/aws-error.ts';

/** `start` and `end` are positions in the query, counted from 0. */
export function malformedQuery(message: string, start = 0, end = start): AwsError {
  const location = { startCharOffset: start, endCharOffset: end };
  return new AwsError('MalformedQueryException', message, { members: { queryCompileError: { location, message } } });
}
