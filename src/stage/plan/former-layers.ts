/**
 * Takes the layers of the project out of functions for which apikit.yaml no longer names any layers. Without the
 * setting a function keeps the layers that somebody else attached, but those of the project are deleted. Pure.
 */
import type { FunctionShape } from '../../aws/kinds/function/shape.ts';
import type { StageConfig } from '../../config/config.ts';
import type { Observation } from '../../engine/observe.ts';
import { isOf, observedOf, type Resource } from '../../engine/resource.ts';
import { layerName } from '../../naming/names.ts';

export function withoutFormerLayers(
  config: StageConfig,
  resources: readonly Resource[],
  { observed }: Observation,
): readonly Resource[] {
  if (config.function.layers) return resources;
  const isOwn = (arn: string) => arn.split(':')[6]?.startsWith(layerName(config, '')) === true;
  return resources.map((resource) => {
    if (!isOf<FunctionShape>(resource, 'function') && !isOf<FunctionShape>(resource, 'consumer')) return resource;
    const had = observedOf(observed, resource)?.properties.layers ?? [];
    if (!had.some(isOwn)) return resource;
    return { ...resource, properties: { ...resource.properties, layers: had.filter((arn) => !isOwn(arn)) } };
  });
}
