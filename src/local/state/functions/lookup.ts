/** Finds functions, versions and aliases by reference, or throws AWS's errors. */
import type { AwsError } from '../../cloud/aws-error.ts';
import type { Scope } from '../../cloud/cloud.ts';
import { functionNotFound, notFound } from './errors.ts';
import {
  type Alias,
  type FunctionVersion,
  functionArn,
  isVersionNumber,
  LATEST,
  type LambdaFunction,
  type LambdaState,
  versionKey,
} from './model.ts';
import { withCurrentState } from './state.ts';

export function getFunction(state: LambdaState, scope: Scope, name: string): LambdaFunction {
  const found = state.functions.get(name);
  if (!found) throw functionNotFound(functionArn(scope, name));
  return found;
}

/** Returns the version of a qualifier; for an alias, its primary version. */
export function getVersion(state: LambdaState, scope: Scope, name: string, qualifier?: string): FunctionVersion {
  const asked = qualifier ?? LATEST;
  const alias = state.aliases.get(versionKey(name, asked));
  const version = state.versions.get(versionKey(name, alias?.functionVersion ?? asked));
  if (!version) throw functionNotFound(functionArn(scope, name, qualifier));
  return withCurrentState(state, scope, version);
}

/** Returns `$LATEST` of an existing function. */
export const getLatest = (state: LambdaState, scope: Scope, name: string): FunctionVersion =>
  getVersion(state, scope, name);

export function getAlias(state: LambdaState, scope: Scope, name: string, alias: string): Alias {
  const found = state.aliases.get(versionKey(name, alias));
  if (!found) throw notFound(`Cannot find alias arn: ${functionArn(scope, name, alias)}`);
  return found;
}

/** For operations that have different errors for a missing version and a missing alias. */
export function qualifiedNotFound(scope: Scope, name: string, qualifier?: string): AwsError {
  const arn = functionArn(scope, name, qualifier);
  const mayBeAlias = qualifier !== undefined && !isVersionNumber(qualifier) && !qualifier.includes('$');
  return mayBeAlias ? notFound(`Cannot find alias arn: ${arn}`) : functionNotFound(arn);
}

/** Whether a version or an alias of this name exists. */
export const qualifierExists = (state: LambdaState, name: string, qualifier: string = LATEST): boolean =>
  state.versions.has(versionKey(name, qualifier)) || state.aliases.has(versionKey(name, qualifier));

/** Returns the published versions, oldest first. */
export const publishedVersions = (state: LambdaState, name: string): FunctionVersion[] =>
  state.versions.values().filter((entry) => entry.functionName === name && isVersionNumber(entry.version));

export const aliasesOf = (state: LambdaState, name: string): Alias[] =>
  state.aliases.values().filter((alias) => alias.functionName === name);
