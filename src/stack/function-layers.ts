/** The layers of a function, as the kinds `function` and `consumer` take them. Pure. */
import type { StageConfig } from '../config/config.ts';
import { layerArns, sharesLayers } from '../config/layer-versions.ts';

export function layersOf(config: StageConfig, runtime: string): { layers?: readonly string[] } {
  const layers = layerArns(config);
  return layers && sharesLayers(runtime, config) ? { layers } : {};
}
