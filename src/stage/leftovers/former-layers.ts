/**
 * The layers of a stage that apikit.yaml no longer names, as far as its function and its releases show them. A caller
 * who may not list the layers of the account has no others. Pure.
 */
import { layersBefore } from '../../aws/kinds/layer/layer.ts';
import { formerResource } from '../../aws/kinds/registry.ts';
import type { StageConfig } from '../../config/config.ts';
import type { Observed, Resource } from '../../engine/resource.ts';
import { stageTags } from '../../naming/tags.ts';

export function formerLayers(
  config: StageConfig,
  known: readonly Resource[],
  observed: ReadonlyMap<string, Observed>,
): Resource[] {
  const { app, stage, region } = config;
  const wanted = known.filter(({ kind }) => kind === 'layer').map(({ name }) => name);
  return layersBefore(config, observed)
    .filter((name) => !wanted.includes(name))
    .map((name) => formerResource('layer', name, { app, stage, region, tags: stageTags(config) }));
}
