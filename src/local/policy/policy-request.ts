/**
 * The input of a policy decision: who wants to perform which action on which resource, and in which context. Types
 * only.
 */

export interface PolicyRequest {
  /** The action, such as `dynamodb:PutItem`; case does not matter. */
  readonly action: string;
  /** The ARN; `*` for actions without a resource. */
  readonly resource: string;
  readonly principal: Principal;
  /**
   * Returns the values of a condition key, whose name is in lower case (`aws:sourceip`); `undefined` if the request
   * does not have the key.
   */
  readonly key: ConditionKeys;
}

export type ConditionKeys = (name: string) => string | readonly string[] | undefined;

export type Principal =
  /** A request without a signature. */
  | { readonly type: 'anonymous' }
  /** `apigateway.amazonaws.com` */
  | { readonly type: 'service'; readonly name: string }
  /** The root user of the account, a user, a role, or a session of a role. A session also counts as its role. */
  | { readonly type: 'aws'; readonly account: string; readonly arn: string; readonly roleArn?: string };

/** `explicitDeny`: a Deny statement applies. `implicitDeny`: no statement does. */
export type Decision = 'allow' | 'explicitDeny' | 'implicitDeny';

export const ANONYMOUS: Principal = { type: 'anonymous' };
export const NO_KEYS: ConditionKeys = () => undefined;
