/** Paging by position, for the lists of CloudWatch Logs. */
import { AwsError } from '../../cloud/aws-error.ts';

/** Returns one page of a list; the token is the position of the next item. */
export function page<T>(items: readonly T[], limit: number, token: string | undefined) {
  const start = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(start) || start < 0) {
    throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');
  }
  const end = start + limit;
  return { items: items.slice(start, end), ...(end < items.length && { nextToken: String(end) }) };
}
