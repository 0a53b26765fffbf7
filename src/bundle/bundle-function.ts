/**
 * Turns the function's source into the zip that Lambda runs: JavaScript and TypeScript are bundled into one file with
 * everything inside, Python is packed as it is. Reads the project; writes nothing, calls no one.
 */
import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { ApikitError, EXIT } from '../errors.ts';
import type { BundleOptions, FunctionContents } from './contents/function-contents.ts';
import { type ZipEntry, zip } from './contents/zip.ts';
import { type Build, bundleNode } from './node/bundle-node.ts';
import { bundlePython } from './python/bundle-python.ts';

export interface BundledFunction {
  zip: Buffer;
  /** What is in the zip. */
  entries: ZipEntry[];
  /** SHA-256 of the zip in base64, as Lambda reports it in `CodeSha256`. */
  sha256: string;
  zipBytes: number;
  unzippedBytes: number;
  /** `index.handler` */
  handler: string;
  /** IAM actions on tables of the SDK commands that the code can send, sorted: `dynamodb:GetItem`. */
  actions: string[];
  /** IAM actions of all other calls to AWS that the code seems to make, sorted. Nothing is granted for them. */
  otherActions: string[];
  /** The files that it was made of, relative to the project. */
  sources: string[];
  /** Works, but not as one would think; each a sentence or two. */
  warnings: string[];
  /** Holds code that is compiled for one kind of machine. */
  native?: true;
  /** Leads from the code of a Node.js function back to the project's files; it lies in the zip as well. */
  sourceMap?: string;
  /** Of a Python function: the folder of the project that is the root of the zip. */
  base?: string;
}

/** Lambda's limits for a zip that is sent with the call, and for what it unpacks to (docs/aws/quotas.md), in bytes. */
const MAX_ZIP_BYTES = 50 * 1024 * 1024;
const MAX_UNZIPPED_BYTES = 262_144_000;

/**
 * The same source gives the same zip.
 *
 * @throws ApikitError `BundleFailed` with every error of the compiler, `EntryNotFound`, `UnsupportedRuntime`,
 * `FunctionTooLarge`; all with exit code 2.
 */
export async function bundleFunction(given: BundleOptions, build?: Build): Promise<BundledFunction> {
  // esbuild names files by where they really are, which is elsewhere for a project that is reached by a link.
  const options = { ...given, root: await realpath(given.root) };
  const { entries, ...contents } = await contentsOf(options, build);
  const unzippedBytes = entries.reduce((sum, { contents }) => sum + contents.length, 0);
  requireAtMost(MAX_UNZIPPED_BYTES, unzippedBytes, 'unzipped');
  const bytes = await zip(entries);
  requireAtMost(MAX_ZIP_BYTES, bytes.length, 'zipped');
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

function requireAtMost(limit: number, bytes: number, form: 'zipped' | 'unzipped'): void {
  if (bytes <= limit) return;
  throw new ApikitError(
    'FunctionTooLarge',
    `The function is ${megabytes(bytes)} MB ${form}; Lambda accepts at most ${megabytes(limit)} MB.`,
    { hint: 'Remove dependencies or files that the handler does not need.', exitCode: EXIT.usage },
  );
}

const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);
