import { configurationOf, lambdaTime } from '../../../state/functions/configuration.ts';
import { checkRevision } from '../../../state/functions/errors.ts';
import { getLatest } from '../../../state/functions/lookup.ts';
import { functionArn, lambdaState } from '../../../state/functions/model.ts';
import { checkRuntime } from '../../../state/functions/runtimes.ts';
import { assertUpdatable, putUpdated } from '../../../state/functions/state.ts';
import { releaseInterfaces } from '../../../state/network/interfaces.ts';
import { checkEnvironmentKey } from '../environment-key.ts';
import { checkAssumable } from '../execution-role.ts';
import { parseFunctionName } from '../function-name.ts';
import { checkTotalSize, readLayers } from '../layers.ts';
import { operation } from '../operation.ts';
import { checkSettings, mergeSettings } from '../settings.ts';
import { attach, readVpcConfig } from '../vpc-config.ts';

export const updateFunctionConfiguration = operation('UpdateFunctionConfiguration', (input, context) => {
  const { name } = parseFunctionName(input.FunctionName, context);
  const state = lambdaState(context.cloud, context);
  const latest = getLatest(state, context, name);
  checkSettings(input);
  checkRuntime(input.Runtime ?? latest.settings.runtime, 'update', context.cloud.clock.now());
  checkRevision(input.RevisionId, latest.revisionId, 'GetFunction/GetAlias');
  assertUpdatable(latest, context);
  if (input.Role !== undefined) checkAssumable(input.Role, context);
  checkEnvironmentKey(input.KMSKeyArn, context);
  const vpc = readVpcConfig(input.VpcConfig, latest.settings.vpc, context);
  const layers = readLayers(input.Layers, latest.settings.layers, context);
  checkTotalSize(layers, latest.code, context);
  const { vpc: _, layers: __, ...settings } = mergeSettings(latest.settings, input);
  const awaitsNetwork = attach(name, vpc, settings.role, context);
  const version = putUpdated(context, awaitsNetwork ? 'functionNetworkUpdated' : 'functionUpdated', {
    ...latest,
    settings: { ...settings, ...(vpc && { vpc }), ...(layers && { layers }) },
    lastModified: lambdaTime(context.cloud.clock.now()),
    revisionId: context.cloud.ids.uuid(),
  });
  releaseInterfaces(context.cloud, context);
  return configurationOf(version, functionArn(context, name), context);
});
