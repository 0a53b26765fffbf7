/** The permissions that a call needs: types, and the ARN formats that several services share. */
import type { OperationContext } from '../cloud/operation.ts';
import type { CompiledPolicy } from '../policy/compile-policy.ts';
import type { ConditionKeys } from '../policy/policy-request.ts';

export interface Permission {
  /** The action as AWS writes it in its messages: `dynamodb:PutItem`, `SNS:Publish`. */
  readonly action: string;
  /** The ARN; `*` for actions without a resource. */
  readonly resource: string;
  /** Condition keys of the service itself. They are looked up only if a policy has conditions. */
  readonly keys?: () => ConditionKeys | Promise<ConditionKeys>;
  /** The policy of the resource, which may allow a call that the caller's policies do not allow. */
  readonly resourcePolicy?: CompiledPolicy;
}

/**
 * Returns the permissions that are all needed; an empty list allows everybody. The input is that of the operation, so
 * it matches AWS's model, except for API Gateway and DynamoDB, which check their requests themselves.
 */
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

/** Reads the first key that exists. */
export const eitherKeys =
  (first: ConditionKeys, second: ConditionKeys): ConditionKeys =>
  (name) =>
    first(name) ?? second(name);

/** Keys with fixed values. A value of `undefined` means that the request does not have the key. */
export function fixedKeys(
  values: Readonly<Record<string, string | readonly string[] | undefined>>,
): () => ConditionKeys {
  return () => (name) => (Object.hasOwn(values, name) ? values[name] : undefined);
}
