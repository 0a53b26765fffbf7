/**
 * Takes the layers of the project out of functions for which apikit.yaml no longer names any layers. Without the
 * setting a function keeps the layers that somebody else published, whatever their names, but those of the project are
 * deleted. Pure.
 */
import type { FunctionShape } from '../../aws/kinds/function/shape.ts';
import { nameOfLayer, recordedLayers } from '../../aws/kinds/layer/layer.ts';
import type { StageConfig } from '../../config/config.ts';
import type { Observation } from '../../engine/observe.ts';
import { isOf, observedOf, type Resource } from '../../engine/resource.ts';

/** `orphans` has the layers that exist and whose description says that they belong to the stage. */
export function withoutFormerLayers(
  config: StageConfig,
  resources: readonly Resource[],
  orphans: readonly Resource[],
  { observed }: Observation,
): readonly Resource[] {
  if (config.function.layers) return resources;
  const marked = orphans.filter(({ kind }) => kind === 'layer').map(({ name }) => name);
  const own = new Set([...recordedLayers(config, observed), ...marked]);
  const isOwn = (arn: string) => own.has(nameOfLayer(arn));
  return resources.map((resource) => {
    if (!isOf<FunctionShape>(resource, 'function') && !isOf<FunctionShape>(resource, 'consumer')) return resource;
    const had = observedOf(observed, resource)?.properties.layers ?? [];
    if (!had.some(isOwn)) return resource;
    return { ...resource, properties: { ...resource.properties, layers: had.filter((arn) => !isOwn(arn)) } };
  });
}
