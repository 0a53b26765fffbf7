/**
 * Builds the function's zip from its source. JavaScript and TypeScript are bundled into one file, and Python is packed
 * without bundling. Reads the project, writes nothing and calls no service.
 */
import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { ApikitError, EXIT } from '../errors.ts';
import type { BundleOptions, FunctionContents } from './contents/function-contents.ts';
import { refuseTooLarge } from './contents/size-limits.ts';
import { type ZipEntry, zip } from './contents/zip.ts';
import { type Build, bundleNode } from './node/bundle-node.ts';
import { bundlePython } from './python/bundle-python.ts';

export interface BundledFunction {
  zip: Buffer;
  /** The contents of the zip. */
  entries: ZipEntry[];
  /** The SHA-256 of the zip in base64, as in Lambda's `CodeSha256`. */
  sha256: string;
  zipBytes: number;
  unzippedBytes: number;
  /** For example `index.handler`. */
  handler: string;
  /** The IAM actions on tables that the code can use through the SDK, sorted: `dynamodb:GetItem`. */
  actions: string[];
  /** The IAM actions of all other AWS calls that the code seems to make, sorted. apikit grants none of them. */
  otherActions: string[];
  /** The source files, relative to the project. */
  sources: string[];
  /** Warnings about behaviour that may surprise the user, each of one or two sentences. */
  warnings: string[];
  /** Set if the zip contains code that is compiled for one type of machine. */
  native?: true;
  /** The source map from a Node.js function's code to the project's files. The zip contains it as well. */
  sourceMap?: string;
  /** Only for Python: the folder of the project that is the root of the zip. */
  base?: string;
}

/**
 * Builds the same zip for the same source.
 *
 * @throws ApikitError `BundleFailed` with every error of the compiler, `EntryNotFound`, `UnsupportedRuntime`,
 * `FunctionTooLarge`; all with exit code 2.
 */
export async function bundleFunction(given: BundleOptions, build?: Build): Promise<BundledFunction> {
  // esbuild names files by their real paths, which differ if a link leads to the project.
  const options = { ...given, root: await realpath(given.root) };
  const { entries, ...contents } = await contentsOf(options, build);
  const unzippedBytes = entries.reduce((sum, { contents }) => sum + contents.length, 0);
  refuseTooLarge('The function', 'unzipped', unzippedBytes);
  const bytes = await zip(entries);
  refuseTooLarge('The function', 'zipped', bytes.length);
  const sha256 = createHash('sha256').update(bytes).digest('base64');
  return { zip: bytes, entries, sha256, zipBytes: bytes.length, unzippedBytes, ...contents };
}

function contentsOf(options: BundleOptions, build?: Build): Promise<FunctionContents> {
  if (options.runtime.startsWith('nodejs')) return bundleNode(options, build);
  if (options.runtime.startsWith('python')) return bundlePython(options);
  throw new ApikitError('UnsupportedRuntime', `apikit cannot build for the runtime ${options.runtime}.`, {
    hint: 'Set function.runtime to a Node.js or Python runtime, such as nodejs24.x.',
    exitCode: EXIT.usage,
  });
}
