/** What a call needs to be allowed. Types, and the ARNs that several services write alike. */
import type { OperationContext } from '../operation.ts';
import type { CompiledPolicy } from '../policy/compile-policy.ts';
import type { ConditionKeys } from '../policy/policy-request.ts';

export interface Permission {
  /** As AWS writes it in its messages: `dynamodb:PutItem`, `SNS:Publish`. */
  readonly action: string;
  /** ARN; `*` for actions that have no resource. */
  readonly resource: string;
  /** Condition keys of the service itself, found out only when a policy has conditions. */
  readonly keys?: () => ConditionKeys | Promise<ConditionKeys>;
  /** The resource's own policy, which may allow what the caller's do not. */
  readonly resourcePolicy?: CompiledPolicy;
}

/** All of them are needed; none: everybody may. Input as the operation gets it, unchecked. */
export type PermissionsOf = (
  operation: string,
  input: Readonly<Record<string, unknown>>,
  context: OperationContext,
) => readonly Permission[];

/** `arn:aws:<service>:<region>:<account>:<resource>` */
export const regionalArn = (service: string, { region, account }: OperationContext, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const textsOf = (value: unknown): string[] =>
  [value].flat().filter((item): item is string => typeof item === 'string');

/** The first that is there. */
export const eitherKeys =
  (first: ConditionKeys, second: ConditionKeys): ConditionKeys =>
  (name) =>
    first(name) ?? second(name);

/** Keys with fixed values; `undefined` ones are not in the request. */
export function fixedKeys(
  values: Readonly<Record<string, string | readonly string[] | undefined>>,
): () => ConditionKeys {
  return () => (name) => (Object.hasOwn(values, name) ? values[name] : undefined);
}
