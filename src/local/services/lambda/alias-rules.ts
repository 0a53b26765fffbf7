/** What an alias may point to, and its form on the wire. */

import type { Scope } from '../../cloud.ts';
import { checkMembers } from '../../constraints.ts';
import { conflict, functionNotFound, invalidParameter } from './errors.ts';
import { type Alias, functionArn, LATEST, type LambdaState, versionKey } from './model.ts';

export interface RoutingInput {
  readonly AdditionalVersionWeights?: Readonly<Record<string, number>>;
}

export function checkAliasName(name: unknown): void {
  checkMembers('ValidationException', [
    ['name', name, { required: true, minLength: 1, maxLength: 128, pattern: '(?!^[0-9]+$)([a-zA-Z0-9-_]+)' }],
  ]);
}

/** The weights to store; an empty map clears, an absent one keeps `current`. */
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
  const primary = state.versions.get(versionKey(functionName, functionVersion));
  if (!primary) throw functionNotFound(functionArn(scope, functionName, functionVersion));
  const entries = Object.entries(weights ?? {});
  if (entries.length === 0) return;
  if (entries.length > 1)
    throw invalidParameter('Number of items in AdditionalVersionWeights cannot be greater than 1');
  const [other, weight] = entries[0]!;
  if (functionVersion === LATEST)
    throw invalidParameter('$LATEST is not supported for an alias pointing to more than 1 version');
  checkMembers('ValidationException', [
    ['routingConfig.additionalVersionWeights', other, { pattern: '[0-9]+' }],
    ['routingConfig.additionalVersionWeights', weight, { min: 0, max: 1 }],
  ]);
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

export const aliasOnWire = (alias: Alias, scope: Scope): object => ({
  AliasArn: functionArn(scope, alias.functionName, alias.name),
  Name: alias.name,
  FunctionVersion: alias.functionVersion,
  Description: alias.description,
  ...(alias.weights && { RoutingConfig: { AdditionalVersionWeights: alias.weights } }),
  RevisionId: alias.revisionId,
});
