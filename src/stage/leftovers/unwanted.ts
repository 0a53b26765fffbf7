/** The resources that apikit.yaml turns off: `dashboard: false`. Pure. */
import { definitionOf, formerResource } from '../../aws/kinds/registry.ts';
import type { StageConfig } from '../../config/config.ts';
import { unwantedKinds } from '../../config/optional-settings.ts';
import type { Resource } from '../../engine/resource.ts';
import { partitionOf } from '../../naming/regions.ts';
import { stageTags } from '../../naming/tags.ts';

export function unwantedResources(config: StageConfig): Resource[] {
  const owner = { ...config, tags: stageTags(config) };
  return unwantedKinds(config).flatMap((kind) => {
    const names = definitionOf(kind).former?.name?.(owner, partitionOf(config.region).id) ?? [];
    return [names].flat().map((name) => formerResource(kind, name, owner));
  });
}
