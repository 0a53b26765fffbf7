/** The versions of layers that `function.layers` names (docs/aws/lambda.md). Pure. */
import type { StageConfig } from './config.ts';

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

/** Returns the ARNs of the layers, or `undefined` if apikit.yaml does not say. */
export const layerArns = (config: LayeredStage): string[] | undefined =>
  config.function.layers?.map(({ layer }) => layerVersionArn(layer, config));

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
