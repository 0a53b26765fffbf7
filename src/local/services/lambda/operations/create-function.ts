import { notImplemented } from '../../../cloud/aws-error.ts';
import { readCode, storeCode } from '../../../state/functions/code.ts';
import { configurationOf, lambdaTime } from '../../../state/functions/configuration.ts';
import { conflict, invalidParameter } from '../../../state/functions/errors.ts';
import { findInterpreter } from '../../../state/functions/interpreter.ts';
import { functionArn, LATEST, lambdaState } from '../../../state/functions/model.ts';
import { checkRuntime, languageOf } from '../../../state/functions/runtimes.ts';
import { putCreated } from '../../../state/functions/state.ts';
import { checkEnvironmentKey } from '../environment-key.ts';
import { checkAssumable } from '../execution-role.ts';
import { newFunctionName } from '../function-name.ts';
import { checkTotalSize, readLayers } from '../layers.ts';
import { operation } from '../operation.ts';
import { publishVersion } from '../publish.ts';
import { checkSettings, defaultSettings, mergeSettings } from '../settings.ts';
import { checkTags } from '../tags.ts';
import { attach, readVpcConfig } from '../vpc-config.ts';

export const createFunction = operation('CreateFunction', (input, context) => {
  const { name, qualifier } = newFunctionName(input.FunctionName, context);
  if (qualifier !== undefined) throw invalidParameter('The function name may not carry a version or alias.');
  if (input.PackageType === 'Image') throw notImplemented('PackageType Image (container images)');
  if (input.PublishTo !== undefined) throw notImplemented('Function setting PublishTo');
  if (!input.Runtime || !input.Handler) {
    throw invalidParameter(
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    );
  }
  checkRuntime(input.Runtime, 'create', context.cloud.clock.now());
  checkSettings(input);
  checkTags(input.Tags ?? {});
  const state = lambdaState(context.cloud, context);
  if (state.functions.has(name)) throw conflict(`Function already exist: ${name}`);
  checkAssumable(input.Role, context);
  checkEnvironmentKey(input.KMSKeyArn, context);
  checkInterpreter(input.Runtime);
  const vpc = readVpcConfig(input.VpcConfig, undefined, context);
  const layers = readLayers(input.Layers, undefined, context);
  const zip = readCode(input.Code, 'CreateFunction', context);
  checkTotalSize(layers, zip, context);

  const awaitsNetwork = attach(name, vpc, input.Role, context);
  const version = putCreated(context, awaitsNetwork ? 'functionNetworkCreated' : 'functionCreated', {
    functionName: name,
    version: LATEST,
    settings: { ...mergeSettings(defaultSettings(name), input), ...(vpc && { vpc }), ...(layers && { layers }) },
    code: storeCode(context.cloud.store, zip, input.Architectures?.[0] ?? 'x86_64'),
    lastModified: lambdaTime(context.cloud.clock.now()),
    revisionId: context.cloud.ids.uuid(),
  });
  state.functions.put(name, { name, tags: input.Tags ?? {}, nextVersion: 1 });
  // The ARN has no version, even if the version is published (LocalStack, `test_publish_version_on_create`).
  const created = input.Publish ? publishVersion(context, name) : version;
  return configurationOf(created, functionArn(context, name), context);
});

function checkInterpreter(runtime: string): void {
  const language = languageOf(runtime);
  if (findInterpreter(language) !== undefined) return;
  throw notImplemented(`Runtime ${runtime} without python3 on this machine's PATH: install Python 3; such a function`);
}
