/** The rules for the versions of an alias, and its wire format. */
import type { Scope } from '../../cloud/cloud.ts';
import type { AliasConfiguration, AliasRoutingConfiguration } from '../../models/lambda.ts';
import { conflict, functionNotFound, invalidParameter, refusedValue } from '../../state/functions/errors.ts';
import { type Alias, functionArn, LATEST, type LambdaState, versionKey } from '../../state/functions/model.ts';

/** Returns the weights to store; an empty map removes them, an absent one keeps `current`. */
export function readWeights(
  routing: AliasRoutingConfiguration | undefined,
  current: Alias['weights'],
): Alias['weights'] {
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

export const aliasOnWire = (alias: Alias, scope: Scope): AliasConfiguration => ({
  AliasArn: functionArn(scope, alias.functionName, alias.name),
  Name: alias.name,
  FunctionVersion: alias.functionVersion,
  Description: alias.description,
  RoutingConfig: alias.weights && { AdditionalVersionWeights: alias.weights },
  RevisionId: alias.revisionId,
});
