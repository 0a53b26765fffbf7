/** What a policy is asked: who wants to do what with which resource, and under which circumstances. Types only. */

export interface PolicyRequest {
  /** `dynamodb:PutItem`; letters' case does not matter. */
  readonly action: string;
  /** ARN; `*` for actions that have no resource. */
  readonly resource: string;
  readonly principal: Principal;
  /** Values of a condition key, whose name is in lower case (`aws:sourceip`); `undefined`: not in this request. */
  readonly key: ConditionKeys;
}

export type ConditionKeys = (name: string) => string | readonly string[] | undefined;

export type Principal =
  /** A request without signature. */
  | { readonly type: 'anonymous' }
  /** `apigateway.amazonaws.com` */
  | { readonly type: 'service'; readonly name: string }
  /** The account's root user, a user, a role, or a session of a role, which is its role as well. */
  | { readonly type: 'aws'; readonly account: string; readonly arn: string; readonly roleArn?: string };

/** `explicitDeny`: a Deny statement applies. `implicitDeny`: no statement does. */
export type Decision = 'allow' | 'explicitDeny' | 'implicitDeny';

export const ANONYMOUS: Principal = { type: 'anonymous' };
export const NO_KEYS: ConditionKeys = () => undefined;
