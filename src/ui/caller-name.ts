/**
 * The short name of a caller: `alice` for `arn:aws:iam::123456789012:user/alice`, `root` for the ARN of an account's
 * root user. Pure.
 */
export const callerName = (arn: string): string => arn.split('/').slice(1).join('/') || (arn.split(':').at(-1) ?? arn);
