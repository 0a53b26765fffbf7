/**
 * The permissions that calls need, in the terms of IAM policies: actions on ARNs, under conditions. Knows no AWS
 * service.
 */

/** The stage that permissions are for, and where it is. `stage` may have the wildcard of a pattern: `pr-*`. */
export interface RightsScope {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly app: string;
  readonly stage: string;
  /** The path of the stage's roles. */
  readonly rolePath: string;
  /** The ARN of the permissions boundary that every role must have. */
  readonly boundary?: string;
}

/** Operator → condition key → values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export interface Right {
  /** For example `dynamodb:CreateTable`, as in AWS's Service Authorization Reference. */
  readonly actions: readonly string[];
  /**
   * The ARNs that the actions need. `name` is the name of a resource of the kind. Absent if the actions name no
   * resource.
   */
  readonly on?: (scope: RightsScope, name: string) => readonly string[];
  readonly when?: (scope: RightsScope) => Conditions;
  /** A caller whose roles must have a boundary does not get this permission. */
  readonly unbounded?: true;
}
