/** Looks the layers of `function.layers` up before anything is changed. Reads only. */
import { findLayerVersion } from '../../aws/lambda/layer-versions.ts';
import type { Clients } from '../../aws/sdk/clients.ts';
import type { StageConfig } from '../../config/config.ts';
import { layerArns } from '../../config/layer-versions.ts';
import type { Observation } from '../../engine/observe.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import { findObserved } from '../../stack/ids.ts';

/**
 * Returns warnings. Makes one read for each layer that the function does not have as it is, and none without layers.
 * Throws `LayerNotFound` with every layer that does not exist.
 */
export async function checkLayers(
  config: StageConfig,
  clients: Pick<Clients, 'lambda'>,
  { observed }: Observation,
): Promise<string[]> {
  const { runtime, architecture } = config.function;
  const had = findObserved(observed, 'function')?.properties;
  const known: readonly string[] =
    had?.runtime === runtime && had.architecture === architecture ? (had.layers ?? []) : [];
  const arns = layerArns(config).filter((arn) => !known.includes(arn));
  if (arns.length === 0) return [];
  const client = await clients.lambda();
  const looked = await Promise.all(arns.map(async (arn) => ({ arn, found: await findLayerVersion(client, arn) })));
  const missing = looked.flatMap(({ arn, found }) => (found === undefined ? [arn] : []));
  if (missing.length > 0) {
    const exist = missing.length === 1 ? 'which does not exist' : 'which do not exist';
    throw new ApikitError(
      'LayerNotFound',
      `function.layers has ${missing.join(', ')}, ${exist}. Nothing was changed.`,
      {
        exitCode: EXIT.usage,
        hint: 'Publish it, or correct the version. Deleted versions only stay with functions that have them already.',
      },
    );
  }
  return looked.flatMap(({ arn, found }) => {
    if (found === undefined) return [];
    if (found === 'denied') {
      return [
        `You may not read the layer ${arn} (lambda:GetLayerVersion), so it was not checked. If its owner has not shared it with this account, Lambda will refuse it.`,
      ];
    }
    return [
      ...unfit(arn, runtime, found.runtimes, 'runtime'),
      ...unfit(arn, architecture, found.architectures, 'architecture'),
    ];
  });
}

/** Lambda attaches a layer whatever its publisher says it is for, so this is only a warning (docs/aws/lambda.md). */
function unfit(arn: string, own: string, fitting: readonly string[], what: 'runtime' | 'architecture'): string[] {
  if (fitting.length === 0 || fitting.includes(own)) return [];
  return [
    `The layer ${arn} is for ${fitting.join(', ')}, and function.${what} is ${own}. Lambda attaches it anyway, and its code may fail.`,
  ];
}
