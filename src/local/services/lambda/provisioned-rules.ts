/** Provisioned concurrency: where it may be set, and its form on the wire (aws-facts §5). */
import { AwsError } from '../../aws-error.ts';
import type { Scope } from '../../cloud.ts';
import { MIN_UNRESERVED, unreservedConcurrency } from './account-limits.ts';
import { conflict, functionNotFound, invalidParameter } from './errors.ts';
import { functionArn, LATEST, type LambdaState, type ProvisionedConcurrency, versionKey } from './model.ts';

/** Throws when this qualifier is missing or may not have it. */
export function checkProvisionable(state: LambdaState, scope: Scope, name: string, qualifier: string): void {
  if (qualifier === LATEST) {
    throw invalidParameter('Provisioned Concurrency Configs cannot be applied to unpublished function versions.');
  }
  const alias = state.aliases.get(versionKey(name, qualifier));
  const version = alias?.functionVersion ?? qualifier;
  if (!state.versions.has(versionKey(name, version))) throw functionNotFound(functionArn(scope, name, qualifier));
  if (version === LATEST) {
    throw invalidParameter('Provisioned Concurrency Configs cannot be applied to unpublished function versions.');
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

/** Throws InvalidParameterValueException when the account or the function has less than `requested` left. */
export function checkCapacity(state: LambdaState, name: string, requested: number): void {
  const reserved = state.functions.get(name)?.reservedConcurrency;
  if (reserved !== undefined && requested > reserved) {
    throw invalidParameter(
      `Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function`,
    );
  }
  const available = unreservedConcurrency(state) - MIN_UNRESERVED;
  if (reserved === undefined && requested > available) {
    throw invalidParameter(
      `Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [${available}].`,
    );
  }
}

export const provisionedNotFound = (): AwsError =>
  new AwsError(
    'ProvisionedConcurrencyConfigNotFoundException',
    'No Provisioned Concurrency Config found for this function',
    {
      status: 404,
      members: { Type: 'User' },
    },
  );

/** Allocated at once: workers start on demand here, so all of it is always available. */
export const provisionedOnWire = ({ requested, lastModified }: ProvisionedConcurrency): object => ({
  RequestedProvisionedConcurrentExecutions: requested,
  AvailableProvisionedConcurrentExecutions: requested,
  AllocatedProvisionedConcurrentExecutions: requested,
  Status: 'READY',
  LastModified: lastModified,
});
