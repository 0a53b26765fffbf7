/** Tags of functions, and AWS's limits. */
import type { Scope } from '../../cloud/cloud.ts';
import { invalidParameter } from '../../state/functions/errors.ts';
import { getFunction } from '../../state/functions/lookup.ts';
import type { LambdaFunction, LambdaState } from '../../state/functions/model.ts';
import { parseFunctionName } from './function-name.ts';

const MAX_TAGS = 50;

/** Throws InvalidParameterValueException. */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length > MAX_TAGS) {
    throw invalidParameter('Number of tags exceeds resource tag limit.');
  }
  const reserved = Object.keys(tags).find((key) => key.startsWith('aws:'));
  if (reserved !== undefined) throw invalidParameter(`Invalid tag: ${reserved}`);
}

/** Returns the function of the ARN in a tag operation. */
export function taggedFunction(state: LambdaState, scope: Scope, arn: string): LambdaFunction {
  const { name, qualifier } = parseFunctionName(arn, scope);
  if (qualifier !== undefined) {
    throw invalidParameter('Tags on function aliases and versions are not supported. Please specify a function ARN.');
  }
  return getFunction(state, scope, name);
}
