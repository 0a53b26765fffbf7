/**
 * Keeps the bundles of functions. A kept bundle counts only if everything that it was made of is proven to be the same
 * (`input-proof.ts`); ADR 30 has the reasons.
 */
import { realpath } from 'node:fs/promises';
import type { KeptResults } from '../../files/kept-results.ts';
import { type BundledFunction, bundleFunction } from '../bundle-function.ts';
import type { BundleOptions } from '../contents/function-contents.ts';
import { inputProof } from './input-proof.ts';

interface Kept {
  /** The files that the last bundling read. */
  readonly sources: readonly string[];
  /** Absent if it is not certain which contents the bundler read. */
  readonly made?: { readonly proof: string; readonly bundled: BundledFunction };
}

/** Does the same as `bundle`. */
export function keepBundles(
  results: KeptResults,
  bundle: (options: BundleOptions) => Promise<BundledFunction> = bundleFunction,
): (options: BundleOptions) => Promise<BundledFunction> {
  return async (options) => {
    if (!options.runtime.startsWith('nodejs')) return await bundle(options);
    const root = await realpath(options.root);
    const key = results.keyOf('bundle', { ...options, root });
    const kept = (await results.read(key)) as Kept | undefined;
    const before = kept && inputProof(root, kept.sources);
    if (kept?.made && kept.made.proof === before) return kept.made.bundled;
    const bundled = await bundle(options);
    if (!bundled.onlySources) return bundled;
    const after = inputProof(root, bundled.sources);
    if (after === undefined) return bundled;
    // Somebody may save a file while the bundler reads. The contents before and after that tell which ones it read. In
    // the first run, the files to look at before are not known yet.
    const made = after === before && { proof: after, bundled };
    await results.write(key, { sources: bundled.sources, ...(made && { made }) } satisfies Kept);
    return bundled;
  };
}
