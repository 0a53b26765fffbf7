/** What calls need to be allowed, as IAM's policies say it: actions on ARNs, under conditions. Knows no AWS service. */

/** The stage that rights are for, and where it is. Names may have the wildcard of a stage that a pattern makes: `pr-*`. */
export interface RightsScope {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly app: string;
  readonly stage: string;
  /** Of the stage's roles. */
  readonly rolePath: string;
  /** ARN of the permissions boundary that every role has to have. */
  readonly boundary?: string;
}

/** Operator → condition key → values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export interface Right {
  /** `dynamodb:CreateTable`, as the service authorization reference has them. */
  readonly actions: readonly string[];
  /** ARNs for which the actions are needed; `name` is that of a resource of the kind. Absent: the actions name no resource. */
  readonly on?: (scope: RightsScope, name: string) => readonly string[];
  readonly when?: (scope: RightsScope) => Conditions;
  /** Nobody has it for whom every role has to have a boundary. */
  readonly unbounded?: true;
}
