/** The rules for the versions of an alias, and its wire format. */
import type { Scope } from '../../cloud/cloud.ts';
import { checkMembers } from '../../cloud/constraints.ts';
import {
  conflict,
  failedConstraint,
  functionNotFound,
  invalidParameter,
  refusedValue,
} from '../../state/functions/errors.ts';
import { type Alias, functionArn, LATEST, type LambdaState, versionKey } from '../../state/functions/model.ts';

export interface RoutingInput {
  readonly AdditionalVersionWeights?: Readonly<Record<string, number>>;
}

export function checkAliasName(name: unknown): void {
  checkMembers('ValidationException', [
    ['name', name, { required: true, minLength: 1, maxLength: 128, pattern: '(?!^[0-9]+$)([a-zA-Z0-9-_]+)' }],
  ]);
}

/** Returns the weights to store; an empty map removes them, an absent one keeps `current`. */
export function readWeights(routing: RoutingInput | undefined, current: Alias['weights']): Alias['weights'] {
  if (routing?.AdditionalVersionWeights === undefined) return current;
  const weights = routing.AdditionalVersionWeights;
  return Object.keys(weights).length === 0 ? undefined : weights;
}

/** Throws ResourceNotFoundException, InvalidParameterValueException, ResourceConflictException. */
export function checkTarget(
  state: LambdaState,
  scope: Scope,
  { functionName, name, functionVersion, weights }: Omit<Alias, 'revisionId' | 'description'>,
): void {
  const entries = Object.entries(weights ?? {});
  for (const [version, weight] of entries) checkWeight(version, weight);
  const primary = state.versions.get(versionKey(functionName, functionVersion));
  if (!primary) throw functionNotFound(functionArn(scope, functionName, functionVersion));
  if (entries.length === 0) return;
  if (entries.length > 1)
    throw invalidParameter('Number of items in AdditionalVersionWeights cannot be greater than 1');
  const other = entries[0]![0];
  if (functionVersion === LATEST)
    throw refusedValue('$LATEST is not supported for an alias pointing to more than 1 version');
  if (other === functionVersion) {
    throw invalidParameter(
      `Invalid function version ${other}. Function version ${other} is already included in routing configuration.`,
    );
  }
  const secondary = state.versions.get(versionKey(functionName, other));
  if (!secondary) throw functionNotFound(functionArn(scope, functionName, other));
  if (secondary.settings.role !== primary.settings.role) {
    throw invalidParameter(
      `Role is different between function version ${functionVersion} and function version ${other}`,
    );
  }
  if (state.provisioned.has(versionKey(functionName, name))) {
    throw conflict('Alias with weights can not be used with Provisioned Concurrency');
  }
}

/** The texts are those of LocalStack's recordings, `test_notfound_and_invalid_routingconfigs`. */
function checkWeight(version: string, weight: number): void {
  const path = 'routingConfig.additionalVersionWeights';
  const shown = `{${version}=${Number.isInteger(weight) ? weight.toFixed(1) : weight}}`;
  const length =
    'Member must have length less than or equal to 1024, Member must have length greater than or equal to 1';
  if (!/^\d+$/.test(version)) {
    const rule = `Map keys must satisfy constraint: [${length}, Member must satisfy regular expression pattern: [0-9]+]`;
    throw failedConstraint(shown, path, rule);
  }
  if (weight >= 0 && weight <= 1) return;
  const bounds =
    'Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0';
  throw failedConstraint(shown, path, `Map value must satisfy constraint: [${bounds}, Member must not be null]`);
}

export const aliasOnWire = (alias: Alias, scope: Scope): object => ({
  AliasArn: functionArn(scope, alias.functionName, alias.name),
  Name: alias.name,
  FunctionVersion: alias.functionVersion,
  Description: alias.description,
  ...(alias.weights && { RoutingConfig: { AdditionalVersionWeights: alias.weights } }),
  RevisionId: alias.revisionId,
});
