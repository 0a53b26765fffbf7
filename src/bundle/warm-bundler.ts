/**
 * Bundling again and again for one session: esbuild keeps what it has parsed, and what follows from the contract is generated
 * only for one that differs. What comes out is, byte for byte, what a single build makes.
 */
import { pathToFileURL } from 'node:url';
import type { BuildContext } from 'esbuild';
import { type GeneratedContract, generateContract } from '../codegen/generate-contract.ts';
import type { ProjectShape } from '../codegen/operations/wiring.ts';
import { type BundledFunction, bundleFunction } from './bundle-function.ts';
import type { BundleOptions } from './contents/function-contents.ts';
import type { Build } from './node/bundle-node.ts';

export interface WarmBundler {
  bundle(options: BundleOptions): Promise<BundledFunction>;
  contract(document: unknown, project?: ProjectShape): Promise<GeneratedContract>;
  close(): Promise<void>;
}

type Context = BuildContext<Parameters<Build>[0]>;

/** With `debuggable`, the code carries its map too, for a debugger that reads the sources where they are; it is then other code. */
export function createWarmBundler({ debuggable = false } = {}): WarmBundler {
  const contexts = new Map<string, Promise<Context>>();
  let latest: { of: string; generated: Promise<GeneratedContract> } | undefined;

  const build: Build = async (options) => {
    // Plugins are functions; the name of each says all that it goes by.
    const key = JSON.stringify({ ...options, plugins: options.plugins?.map(({ name }) => name) });
    const context = contexts.get(key) ?? open(options, debuggable);
    contexts.set(key, context);
    return await (await context).rebuild();
  };

  return {
    bundle: (options) => bundleFunction(options, build),
    contract(document, project) {
      const of = JSON.stringify([document, project]);
      if (latest?.of !== of) latest = { of, generated: generateContract(document, project) };
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
