import { conflict, invalidParameter } from '../../../state/functions/errors.ts';
import { aliasesOf, getFunction, publishedVersions } from '../../../state/functions/lookup.ts';
import {
  functionArn,
  isVersionNumber,
  LATEST,
  type LambdaState,
  lambdaState,
  policyKey,
  versionKey,
} from '../../../state/functions/model.ts';
import { releaseInterfaces } from '../../../state/network/interfaces.ts';
import { parseFunctionName } from '../function-name.ts';
import { operation } from '../operation.ts';

/** Deletes the whole function or one published version, together with function policies and provisioned concurrency. */
export const deleteFunction = operation('DeleteFunction', (input, context) => {
  const { name, qualifier } = parseFunctionName(input.FunctionName, context, input.Qualifier);
  if (qualifier === LATEST) {
    throw invalidParameter('$LATEST version cannot be deleted without deleting the function.');
  }
  const state = lambdaState(context.cloud, context);
  getFunction(state, context, name);
  if (qualifier === undefined) {
    for (const alias of aliasesOf(state, name)) {
      state.aliases.delete(versionKey(name, alias.name));
      forgetQualifier(state, name, alias.name);
    }
    for (const { version } of publishedVersions(state, name)) forgetVersion(state, name, version);
    forgetVersion(state, name, LATEST);
    state.functions.delete(name);
  } else {
    checkDeletable(state, name, qualifier, functionArn(context, name, qualifier));
    forgetVersion(state, name, qualifier);
  }
  releaseInterfaces(context.cloud, context);
  context.cloud.functions.retire(context, name);
  return { StatusCode: 204 };
});

function checkDeletable(state: LambdaState, name: string, qualifier: string, arn: string): void {
  if (!isVersionNumber(qualifier)) throw invalidParameter('Deletion of aliases is not currently supported.');
  const pointing = aliasesOf(state, name)
    .filter(({ functionVersion, weights }) => functionVersion === qualifier || weights?.[qualifier] !== undefined)
    .map((alias) => alias.name);
  if (pointing.length > 0) {
    throw conflict(`Version ${arn} is referenced by the following aliases: [${pointing.join(', ')}]`);
  }
}

function forgetVersion(state: LambdaState, name: string, version: string): void {
  state.versions.delete(versionKey(name, version));
  forgetQualifier(state, name, version);
}

function forgetQualifier(state: LambdaState, name: string, qualifier: string): void {
  state.policies.delete(policyKey(name, qualifier));
  state.provisioned.delete(versionKey(name, qualifier));
  state.urls.delete(policyKey(name, qualifier));
}
