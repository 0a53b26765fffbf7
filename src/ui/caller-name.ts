/** Who made a call, for people: `alice` of `arn:aws:iam::123456789012:user/alice`. Pure. */
export const callerName = (arn: string): string => arn.split('/').slice(1).join('/') || arn;
