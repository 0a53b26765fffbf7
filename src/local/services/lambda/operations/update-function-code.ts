import { readCode, storeCode } from '../../../state/functions/code.ts';
import { configurationOf, lambdaTime, versionArn } from '../../../state/functions/configuration.ts';
import { checkRevision } from '../../../state/functions/errors.ts';
import { getLatest } from '../../../state/functions/lookup.ts';
import { functionArn, lambdaState } from '../../../state/functions/model.ts';
import { checkRuntime } from '../../../state/functions/runtimes.ts';
import { assertUpdatable, putUpdated } from '../../../state/functions/state.ts';
import { parseFunctionName } from '../function-name.ts';
import { checkTotalSize } from '../layers.ts';
import { operation } from '../operation.ts';
import { publishVersion } from '../publish.ts';

export const updateFunctionCode = operation('UpdateFunctionCode', (input, context) => {
  const { name } = parseFunctionName(input.FunctionName, context);
  const state = lambdaState(context.cloud, context);
  const latest = getLatest(state, context, name);
  checkRuntime(latest.settings.runtime, 'update', context.cloud.clock.now());
  checkRevision(input.RevisionId, latest.revisionId, 'GetFunction/GetAlias');
  assertUpdatable(latest, context);
  const zip = readCode(input, 'UpdateFunctionCode', context);
  checkTotalSize(latest.settings.layers, zip, context);
  const updated = {
    ...latest,
    code: storeCode(context.cloud.store, zip, input.Architectures?.[0] ?? latest.code.architecture),
    lastModified: lambdaTime(context.cloud.clock.now()),
    revisionId: context.cloud.ids.uuid(),
  };
  if (input.DryRun) return configurationOf(updated, functionArn(context, name), context);
  const version = putUpdated(context, 'functionUpdated', updated);
  if (input.Publish) {
    const published = publishVersion(context, name);
    return configurationOf(published, versionArn(published, context), context);
  }
  return configurationOf(version, functionArn(context, name), context);
});
