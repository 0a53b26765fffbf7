/** The layers of a stage: the resources that folders become, and the lists of functions and of the release ID. Pure. */
import type { StageConfig } from '../config/config.ts';
import { isFolder } from '../config/function-layers.ts';
import { layerFolders, layerVersionArn, nameOfFolder, sharesLayers } from '../config/layer-versions.ts';
import type { Later } from '../engine/resource.ts';
import { functionName, layerName } from '../naming/names.ts';
import type { Tags } from '../naming/tags.ts';
import { ref, type StageResource } from './ids.ts';
import type { StackInput } from './stack-input.ts';

type LayerId = `layer/${string}`;

export function layerResources({ config, layers = {} }: StackInput, tags: Tags): StageResource<LayerId>[] {
  return layerFolders(config).map(({ name }) => ({
    id: `layer/${name}` as const,
    kind: 'layer',
    name: layerName(config, name),
    properties: { content: layers[name] ?? '', function: functionName(config), tags },
  }));
}

/** The ARNs for the kinds `function` and `consumer`. */
export function layersOf(config: StageConfig, runtime: string): { layers?: readonly Later<string>[] } {
  const { layers } = config.function;
  if (!layers || !sharesLayers(runtime, config)) return {};
  return {
    layers: layers.map(({ layer }) =>
      isFolder(layer) ? ref(`layer/${nameOfFolder(layer)}` as LayerId, 'versionArn') : layerVersionArn(layer, config),
    ),
  };
}

/** The part of the ID of a release. Only a deploy knows versions, so layers of the project are here by content. */
export function layersFingerprint(
  config: StageConfig,
  contents: Readonly<Record<string, string>> = {},
): { layers?: readonly string[] } {
  const { layers } = config.function;
  if (!layers) return {};
  return {
    layers: layers.map(({ layer }) =>
      isFolder(layer) ? `${layer} ${contents[nameOfFolder(layer)] ?? ''}` : layerVersionArn(layer, config),
    ),
  };
}
