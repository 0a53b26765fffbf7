/** Who made a call, for people: `alice` of `arn:aws:iam::123456789012:user/alice`, `root` of an account's own ARN. Pure. */
export const callerName = (arn: string): string => arn.split('/').slice(1).join('/') || (arn.split(':').at(-1) ?? arn);
