/** The versions of layers that `function.layers` names (docs/aws/lambda.md). Pure. */
import { posix } from 'node:path';
import type { StageConfig } from './config.ts';
import { isFolder } from './function-layers.ts';

export type LayeredStage = Pick<StageConfig, 'region' | 'stage' | 'function'>;

export const POWERTOOLS = /^powertools:([1-9]\d*)$/;
export const LAYER_VERSION = /^(arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:layer:[A-Za-z0-9_-]{1,140}):[1-9]\d*$/;

/**
 * Returns the ARN of a layer that may be named by `powertools:<version>`. The Powertools project publishes its layers
 * under these ARNs in all regions of the partition aws (docs/aws/lambda.md).
 */
export function layerVersionArn(layer: string, { region, function: { runtime, architecture } }: LayeredStage): string {
  const [, version] = POWERTOOLS.exec(layer) ?? [];
  if (version === undefined) return layer;
  const name = runtime.startsWith('python')
    ? `017000801446:layer:AWSLambdaPowertoolsPythonV3-${runtime.replace('.', '')}-${architecture}`
    : '094274105915:layer:AWSLambdaPowertoolsTypeScriptV2';
  return `arn:aws:lambda:${region}:${name}:${version}`;
}

/** The ARNs of the layers that somebody else published. */
export const layerArns = (config: LayeredStage): string[] =>
  (config.function.layers ?? []).flatMap(({ layer }) => (isFolder(layer) ? [] : [layerVersionArn(layer, config)]));

/** The name of a layer that is made of a folder: `common` for `layers/common`. */
export const nameOfFolder = (folder: string): string => posix.basename(posix.normalize(folder));

/** Whether the last part of the path has an ending, as files have. No layer can have such a name. */
export const namesFile = (folder: string): boolean => /[^.]\.\w+$/.test(nameOfFolder(folder));

/** The layers that are made of folders of the project. */
export const layerFolders = ({ function: { layers = [] } }: Pick<StageConfig, 'function'>) =>
  layers.flatMap(({ layer }) =>
    isFolder(layer) ? [{ folder: posix.normalize(layer).replace(/\/$/, ''), name: nameOfFolder(layer) }] : [],
  );

/** A consumer in another language than the API's function has no layers, because they have code of one language. */
export const sharesLayers = (runtime: string, { function: { runtime: own } }: LayeredStage): boolean =>
  runtime.startsWith('python') === own.startsWith('python');

/** The packages or modules that functions of this runtime import from their layers. A star stands for any name. */
export function providedPackages(runtime: string, config: LayeredStage): string[] {
  if (!sharesLayers(runtime, config)) return [];
  const { layers = [] } = config.function;
  const ofPowertools = runtime.startsWith('python') ? 'aws_lambda_powertools' : '@aws-lambda-powertools/*';
  return layers.flatMap(({ layer, provides }) => (POWERTOOLS.test(layer) ? [ofPowertools] : provides));
}
