/** API Gateway's own error shapes. Every message in this folder is AWS's wording where a recording of it exists. */
import { AwsError } from '../../aws-error.ts';

export const badRequest = (message: string): AwsError => new AwsError('BadRequestException', message, { status: 400 });

export const notFound = (message: string): AwsError => new AwsError('NotFoundException', message, { status: 404 });

export const conflict = (message: string): AwsError => new AwsError('ConflictException', message, { status: 409 });

/** One violated constraint, as the framework in front of API Gateway words it. */
export const violation = (value: string, where: string, constraint: string): string =>
  `Value '${value}' at '${where}' failed to satisfy constraint: ${constraint}`;

/** Throws the framework's `ValidationException` when there is at least one problem. */
export function refuseViolations(problems: readonly string[]): void {
  if (problems.length === 0) return;
  const detected = problems.length === 1 ? 'error' : 'errors';
  throw new AwsError(
    'ValidationException',
    `${problems.length} validation ${detected} detected: ${problems.join('; ')}`,
    { status: 400 },
  );
}

const STATUS_CODE = /^[1-5]\d\d$/;

/** The constraint that every `{statusCode}` in a path carries. */
export const statusCodeViolations = (statusCode: string): string[] =>
  STATUS_CODE.test(statusCode)
    ? []
    : [violation(statusCode, 'statusCode', 'Member must satisfy regular expression pattern: [1-5]\\d\\d')];
