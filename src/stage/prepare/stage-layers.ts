/** The layers of a stage that are made of folders of the project, and what its functions import from all layers. */
import type { BundledFunction } from '../../bundle/bundle-function.ts';
import type { BundleOptions } from '../../bundle/contents/function-contents.ts';
import { type BundledLayer, bundleLayer } from '../../bundle/layer/bundle-layer.ts';
import type { StageConfig } from '../../config/config.ts';
import { layerFolders, providedPackages, sharesLayers } from '../../config/layer-versions.ts';
import { ApikitError, EXIT } from '../../errors.ts';

type StageLayers = Readonly<Record<string, BundledLayer>>;

/** Returns `undefined` if there are none. */
export async function bundleLayers(config: StageConfig, options: BundleOptions): Promise<StageLayers | undefined> {
  const folders = layerFolders(config);
  if (folders.length === 0) return undefined;
  const { root, runtime, machine } = options;
  const bundled = folders.map(
    async ({ name, folder }) =>
      [name, await bundleLayer({ root, folder, runtime, ...(machine && { machine }) })] as const,
  );
  return Object.fromEntries(await Promise.all(bundled));
}

/** The packages or modules that a function of this runtime imports from its layers. A star stands for any name. */
export function providedTo(runtime: string, config: StageConfig, layers: StageLayers = {}): string[] {
  const own = sharesLayers(runtime, config) ? Object.values(layers).flatMap(({ provides }) => provides) : [];
  return [...new Set([...providedPackages(runtime, config), ...own])];
}

/** Lambda's limit for the unpacked code of a function with its layers, in bytes (docs/aws/quotas.md). */
const LARGEST = 262_144_000;

/** Throws `FunctionTooLarge`. The sizes of layers that somebody else published are not known. */
export function refuseTooLarge(
  { unzippedBytes }: Pick<BundledFunction, 'unzippedBytes'>,
  layers: StageLayers = {},
): void {
  const sizes = Object.values(layers).map((layer) => layer.unzippedBytes);
  const total = sizes.reduce((sum, size) => sum + size, unzippedBytes);
  if (total <= LARGEST) return;
  const [own, all, most] = [unzippedBytes, total, LARGEST].map((bytes) => (bytes / 1024 / 1024).toFixed(1));
  throw new ApikitError(
    'FunctionTooLarge',
    `The function has ${own} MB unzipped, and ${all} MB with the layers of the project; Lambda accepts at most ${most} MB.`,
    { hint: 'Remove packages or files that the handler does not need.', exitCode: EXIT.usage },
  );
}
