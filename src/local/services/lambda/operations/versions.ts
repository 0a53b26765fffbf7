/** PublishVersion, ListVersionsByFunction, ListFunctions. */
import { notImplemented } from '../../../cloud/aws-error.ts';
import { codeSha256 } from '../../../state/functions/code.ts';
import { configurationOf, listedConfigurationOf, versionArn } from '../../../state/functions/configuration.ts';
import { checkRevision, invalidParameter } from '../../../state/functions/errors.ts';
import { getLatest, publishedVersions } from '../../../state/functions/lookup.ts';
import { functionArn, LATEST, lambdaState } from '../../../state/functions/model.ts';
import { assertUpdatable } from '../../../state/functions/state.ts';
import { parseFunctionName } from '../function-name.ts';
import { operation } from '../operation.ts';
import { page } from '../page.ts';
import { publishVersion } from '../publish.ts';

export const publishVersionOperation = operation('PublishVersion', (input, context) => {
  if (input.PublishTo !== undefined) throw notImplemented('PublishVersion PublishTo');
  const { name } = parseFunctionName(input.FunctionName, context);
  const latest = getLatest(lambdaState(context.cloud, context), context, name);
  assertUpdatable(latest, context);
  checkRevision(input.RevisionId, latest.revisionId, 'GetFunction/GetAlias');
  const current = codeSha256(latest.code);
  if (input.CodeSha256 && input.CodeSha256 !== current) {
    throw invalidParameter(
      `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${current}). Please try again with the CodeSHA256 in $LATEST.`,
    );
  }
  const version = publishVersion(context, name, input.Description || undefined);
  return configurationOf(version, versionArn(version, context), context);
});

export const listVersionsByFunction = operation('ListVersionsByFunction', (input, context) => {
  const { name } = parseFunctionName(input.FunctionName, context);
  const state = lambdaState(context.cloud, context);
  const all = [getLatest(state, context, name), ...publishedVersions(state, name)];
  const { items, next } = page(all, input);
  return {
    Versions: items.map((version) => listedConfigurationOf(version, versionArn(version, context))),
    NextMarker: next,
  };
});

export const listFunctions = operation('ListFunctions', (input, context) => {
  if (input.MasterRegion !== undefined) throw notImplemented('ListFunctions MasterRegion');
  const state = lambdaState(context.cloud, context);
  const all = state.functions
    .keys()
    .sort()
    .flatMap((name) => {
      const latest = getLatest(state, context, name);
      const latestArn = functionArn(context, name, input.FunctionVersion === 'ALL' ? LATEST : undefined);
      const published = input.FunctionVersion === 'ALL' ? publishedVersions(state, name) : [];
      return [
        listedConfigurationOf(latest, latestArn),
        ...published.map((version) => listedConfigurationOf(version, versionArn(version, context))),
      ];
    });
  const { items, next } = page(all, input);
  return { Functions: items, NextMarker: next };
});
