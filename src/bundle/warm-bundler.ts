/**
 * Bundles repeatedly in one session. esbuild keeps its parsed files, and code is generated only for a changed contract.
 * The output has the same bytes as that of a single build.
 */
import { pathToFileURL } from 'node:url';
import type { BuildContext } from 'esbuild';
import { type GeneratedContract, generateContract } from '../codegen/generate-contract.ts';
import { type BundledFunction, bundleFunction } from './bundle-function.ts';
import type { BundleOptions } from './contents/function-contents.ts';
import type { Build } from './node/bundle-node.ts';

export interface WarmBundler {
  bundle(options: BundleOptions): Promise<BundledFunction>;
  contract: typeof generateContract;
  close(): Promise<void>;
}

type Context = BuildContext<Parameters<Build>[0]>;

/** With `debuggable`, the code contains its full map, for a debugger that reads the sources. The code then differs. */
export function createWarmBundler({ debuggable = false } = {}): WarmBundler {
  const contexts = new Map<string, Promise<Context>>();
  let latest: { of: string; generated: Promise<GeneratedContract> } | undefined;

  const build: Build = async (options) => {
    // Plugins are functions. The name of each contains everything that its behaviour depends on.
    const key = JSON.stringify({ ...options, plugins: options.plugins?.map(({ name }) => name) });
    const context = contexts.get(key) ?? open(options, debuggable);
    contexts.set(key, context);
    return await (await context).rebuild();
  };

  return {
    bundle: (options) => bundleFunction(options, build),
    contract(contract, project) {
      const of = JSON.stringify([contract.document, project]);
      if (latest?.of !== of) latest = { of, generated: generateContract(contract, project) };
      return latest.generated;
    },
    async close() {
      const opened = await Promise.all(contexts.values());
      await Promise.all(opened.map((context) => context.dispose()));
    },
  };
}

async function open(options: Parameters<Build>[0], debuggable: boolean): Promise<Context> {
  const { context } = await import('esbuild');
  const sourceRoot = pathToFileURL(`${options.absWorkingDir}/`).href;
  return await context({ ...options, ...(debuggable && { sourcemap: 'both', sourceRoot }) });
}
