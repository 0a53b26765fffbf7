/** Provisioned concurrency: its rules and its wire format. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { CloudBase, Scope } from '../../cloud/cloud.ts';
import type { ProvisionedConcurrencyConfigListItem } from '../../models/lambda.ts';
import { MIN_UNRESERVED, unreservedConcurrency } from '../../state/functions/account-limits.ts';
import { lambdaTime } from '../../state/functions/configuration.ts';
import { conflict, invalidParameter, refusedValue } from '../../state/functions/errors.ts';
import { qualifiedNotFound, qualifierExists } from '../../state/functions/lookup.ts';
import {
  LATEST,
  type LambdaState,
  lambdaState,
  type ProvisionedConcurrency,
  versionKey,
} from '../../state/functions/model.ts';

/** Throws if the qualifier does not exist or cannot have provisioned concurrency. */
export function checkProvisionable(state: LambdaState, scope: Scope, name: string, qualifier: string): void {
  if (qualifier === LATEST) {
    throw invalidParameter('Provisioned Concurrency Configs cannot be applied to unpublished function versions.');
  }
  const alias = state.aliases.get(versionKey(name, qualifier));
  const version = alias?.functionVersion ?? qualifier;
  if (!state.versions.has(versionKey(name, version))) throw qualifiedNotFound(scope, name, qualifier);
  if (version === LATEST) {
    throw invalidParameter('Provisioned Concurrency Configs cannot be applied to unpublished function versions.');
  }
  if (state.versions.get(versionKey(name, version))?.settings.snapStart) {
    throw invalidParameter('Provisioned Concurrency is not supported for SnapStart enabled functions.');
  }
  if (alias?.weights) throw conflict('Alias with weights can not be used with Provisioned Concurrency');
  if (alias && state.provisioned.has(versionKey(name, version))) {
    throw conflict("Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version");
  }
  const pointing = state.aliases
    .values()
    .filter((other) => other.functionName === name && other.functionVersion === version && other.name !== qualifier);
  if (pointing.some((other) => state.provisioned.has(versionKey(name, other.name)))) {
    throw conflict('Version is pointed by a Provisioned Concurrency alias');
  }
}

/** Throws if the qualifier is neither a version nor an alias of the function; the order of checks is AWS's. */
export function checkQualifier(state: LambdaState, scope: Scope, name: string, qualifier: string): void {
  if (qualifier === LATEST) {
    throw invalidParameter('The function resource provided must be an alias or a published version.');
  }
  if (!qualifierExists(state, name, qualifier)) throw qualifiedNotFound(scope, name, qualifier);
}

/**
 * Throws InvalidParameterValueException if the account or the function has less than `requested` left for a qualifier
 * (LocalStack, `test_reserved_provisioned_overlap`, `test_provisioned_concurrency_limits`).
 */
export function checkCapacity(state: LambdaState, name: string, qualifier: string, requested: number): void {
  const reserved = state.functions.get(name)?.reservedConcurrency;
  const others = provisionedFor(state, name).filter((other) => other.qualifier !== qualifier);
  if (reserved !== undefined) {
    if (requested + total(others) <= reserved) return;
    throw invalidParameter(
      'Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function',
    );
  }
  const unreserved = unreservedConcurrency(state);
  if (requested > unreserved) {
    throw refusedValue(
      `Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [${unreserved}].`,
    );
  }
  if (unreserved - requested < MIN_UNRESERVED) {
    throw refusedValue(
      `Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${MIN_UNRESERVED}].`,
    );
  }
}

/** Requests instances of a version or alias, for a caller or for Application Auto Scaling. Throws `AwsError`. */
export function setProvisioned(cloud: CloudBase, scope: Scope, name: string, qualifier: string, requested: number) {
  const state = lambdaState(cloud, scope);
  checkProvisionable(state, scope, name, qualifier);
  checkCapacity(state, name, qualifier, requested);
  const lastModified = lambdaTime(cloud.clock.now());
  const provisioned = { functionName: name, qualifier, requested, lastModified };
  state.provisioned.put(versionKey(name, qualifier), provisioned);
  state.transitions.begin(scope, 'provisioned', versionKey(name, qualifier));
  return provisionedOnWire(provisioned, state, scope);
}

/** Throws InvalidParameterValueException if more is provisioned than would be reserved; the spaces are AWS's own. */
export function checkReservation(state: LambdaState, name: string, reserved: number): void {
  const provisioned = total(provisionedFor(state, name));
  if (reserved >= provisioned) return;
  throw invalidParameter(
    ` ReservedConcurrentExecutions  ${reserved} should not be lower than function's total provisioned concurrency [${provisioned}].`,
  );
}

const provisionedFor = (state: LambdaState, name: string): ProvisionedConcurrency[] =>
  state.provisioned.values().filter(({ functionName }) => functionName === name);

const total = (provisioned: readonly ProvisionedConcurrency[]): number =>
  provisioned.reduce((sum, { requested }) => sum + requested, 0);

export const provisionedNotFound = (): AwsError =>
  new AwsError(
    'ProvisionedConcurrencyConfigNotFoundException',
    'No Provisioned Concurrency Config found for this function',
    { members: { Type: 'User' } },
  );

/**
 * Workers start on demand here, so all instances are available as soon as the state is READY. A version that lost its
 * configuration meanwhile has none that is in progress.
 */
export function provisionedOnWire(
  { functionName, qualifier, requested, lastModified }: ProvisionedConcurrency,
  { transitions }: LambdaState,
  scope: Scope,
): ProvisionedConcurrencyConfigListItem {
  const pending = transitions.pending(scope, 'provisioned', versionKey(functionName, qualifier));
  return {
    RequestedProvisionedConcurrentExecutions: requested,
    AvailableProvisionedConcurrentExecutions: pending ? 0 : requested,
    AllocatedProvisionedConcurrentExecutions: pending ? 0 : requested,
    Status: pending ? 'IN_PROGRESS' : 'READY',
    LastModified: lastModified,
  };
}
