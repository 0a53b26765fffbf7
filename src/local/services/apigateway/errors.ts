/** API Gateway's error shapes. Every message in this folder has AWS's wording if a recording of it exists. */
import { AwsError } from '../../cloud/aws-error.ts';

export const badRequest = (message: string): AwsError => new AwsError('BadRequestException', message, { status: 400 });

export const notFound = (message: string): AwsError => new AwsError('NotFoundException', message, { status: 404 });

export const conflict = (message: string): AwsError => new AwsError('ConflictException', message, { status: 409 });

/** Describes one violated constraint in the words of the framework in front of API Gateway. */
export const violation = (value: string, where: string, constraint: string): string =>
  `Value '${value}' at '${where}' failed to satisfy constraint: ${constraint}`;

/** The violation of a value that is not one of those that AWS's model has; the message lists them in this order. */
export const enumViolations = (value: string, where: string, allowed: readonly string[]): string[] =>
  allowed.includes(value)
    ? []
    : [violation(value, where, `Member must satisfy enum value set: [${allowed.join(', ')}]`)];

/** Throws the framework's `ValidationException` if there is at least one problem. */
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

/** The constraint for every `{statusCode}` in a path. */
export const statusCodeViolations = (statusCode: string): string[] =>
  STATUS_CODE.test(statusCode)
    ? []
    : [violation(statusCode, 'statusCode', 'Member must satisfy regular expression pattern: [1-5]\\d\\d')];
