/**
 * Bundles a JavaScript or TypeScript handler with esbuild into one minified ES module that contains the AWS SDK, which
 * starts faster than the runtime's copy. Beside it, the zip contains everything that cannot be bundled
 * (docs/handlers.md).
 */
import { readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ApikitError, EXIT } from '../../errors.ts';
import { OLD_SDK_WARNING, usesOldSdk } from '../actions/old-sdk.ts';
import { needsTexts, otherActions } from '../actions/other-actions.ts';
import { sdkActions } from '../actions/sdk-actions.ts';
import { entryNotFound } from '../contents/entry-not-found.ts';
import type { BundleOptions, FunctionContents } from '../contents/function-contents.ts';
import { NODE_DEFAULTS } from '../contents/node-settings.ts';
import { refuseOutside } from '../contents/outside-files.ts';
import { filesByPattern, packFiles } from '../contents/packed-files.ts';
import { absentWarnings } from './absent-packages.ts';
import { adjacentFiles, packageData } from './adjacent-files.ts';
import { describe } from './build-failure.ts';
import type { Result } from './build-result.ts';
import { declaresCallback, missingContextMethods, proxyAnsweringByContext } from './callback-handler.ts';
import { decoratorMetadata } from './decorator-metadata.ts';
import { type Build, buildNode, isAdded, type NodeBuild, readInputs, usedInputs } from './node-build.ts';
import { requireExport } from './node-export.ts';
import { ownSourceMap } from './own-source-map.ts';
import { findPackage, packageNameOf } from './packages.ts';
import { packPackages, type WantedPackage } from './packed-packages.ts';

export type { Build } from './node-build.ts';

/**
 * @throws ApikitError `EntryNotFound`, `BundleFailed`, `NoHandler`, `CallbackHandler`, `FileNotPackable`, and the
 * errors of packing files and packages
 */
export async function bundleNode(options: BundleOptions, run?: Build): Promise<FunctionContents> {
  const { root, entry, runtime, bundle = NODE_DEFAULTS, machine } = options;
  const found = await stat(join(root, entry)).catch(() => undefined);
  if (!found?.isFile()) throw entryNotFound(entry);
  const built = await buildNode(options, run);
  const { result } = built;
  const code = result.outputFiles.find(({ path }) => path.endsWith('.mjs'));
  const map = result.outputFiles.find(({ path }) => path.endsWith('.map'));
  if (!code || !map) throw new Error(`esbuild made nothing of ${entry}`);
  const sourceMap = ownSourceMap(map.text, (path) => !isAdded(path) && isOwn(path));
  const modules = usedInputs(result);
  await refuseOutside(root, readInputs(result));
  const own = modules.filter(isOwn);
  await requireExport(options, result, own);
  if (declaresCallback(code.text, runtime)) throw callbackHandler(entry, runtime);
  const [packages, beside, data, named, metadata, texts] = await Promise.all([
    packPackages(root, wantedPackages(options, built), machine),
    Promise.all(built.placed.filter(isOwn).map((path) => adjacentFiles(root, path))),
    packageData(root, built.placed),
    filesByPattern(root, bundle.files),
    decoratorMetadata(root, own),
    textsOf(root, own),
  ]);
  const read = beside.flatMap(({ paths }) => paths).filter((path) => !modules.includes(path));
  const ownTexts = Object.fromEntries(own.map((path, index) => [path, texts[index]!]));
  const place = proxyAnsweringByContext(ownTexts, runtime);
  if (place !== undefined) throw answersByContext(place, runtime);
  const files = [...new Set([...read, ...data, ...named])].sort();
  const copied = result.outputFiles.filter((file) => file !== code && file !== map);
  return {
    entries: [
      { path: 'index.mjs', contents: Buffer.from(code.contents) },
      { path: SOURCE_MAP, contents: Buffer.from(sourceMap) },
      ...copied.map(({ path, contents }) => ({ path: relative(root, path), contents: Buffer.from(contents) })),
      ...packages.entries,
      ...(await packFiles(root, files)),
    ],
    handler: 'index.handler',
    actions: sdkActions({
      ...bytesOf(result),
      ...Object.fromEntries(packages.entries.map(({ path }) => [path, PACKED])),
    }),
    otherActions: otherActions(modules, needsTexts(modules) ? texts : []),
    sources: [...Object.keys(result.metafile.inputs).filter((path) => !isAdded(path)), ...files],
    warnings: [
      ...warningsOf(built),
      ...beside.flatMap(({ missing }) => missing.map(notThere)),
      ...metadata,
      ...missingContextMethods(ownTexts, runtime),
      ...(usesOldSdk([...modules, ...packages.entries.map(({ path }) => path)]) ? [OLD_SDK_WARNING] : []),
    ],
    ...(packages.native && { native: true }),
    sourceMap,
  };
}

const textsOf = (root: string, paths: readonly string[]): Promise<string[]> =>
  Promise.all(paths.map((path) => readFile(join(root, path), 'utf8')));

/** The zip contains the map for readers of the logs. Nothing loads it at run time. */
const SOURCE_MAP = 'index.mjs.map';

/** A package that is packed whole contains all its modules. */
const PACKED = { bytesInOutput: 1 };

const bytesOf = ({ metafile }: Result) =>
  Object.assign({}, ...Object.values(metafile.outputs).map((each) => each.inputs));

const isOwn = (path: string): boolean => !/(?:^|\/)node_modules\//.test(path);

const notThere = (what: string): string =>
  `${what}. If the function reads it, it fails. Add the file, or correct the path.`;

/** A package from the setting must be installed. For a detected one, the bundle knows a module that imports it. */
function wantedPackages({ root }: BundleOptions, { result, external }: NodeBuild): WantedPackage[] {
  const importers = Object.entries(result.metafile.inputs).flatMap(([path, { imports }]) =>
    imports.map((imported) => ({ path, name: packageNameOf(imported.path) })),
  );
  return external.map((name) => {
    const from = importers.find((each) => each.name === name)?.path ?? '.';
    const folder = findPackage(name, join(root, from, '..')) ?? findPackage(name, root);
    if (folder !== undefined) return { name, folder };
    throw new ApikitError('PackageNotInstalled', `function.bundle.external names ${name}, which is not installed.`, {
      hint: `Run: npm install ${name}. If it may be missing, add it to function.bundle.optional instead.`,
      exitCode: EXIT.usage,
    });
  });
}

/** Returns the compiler's warnings about the project's own files, and those about missing packages. */
function warningsOf({ result, absent }: { result: Result; absent: readonly string[] }): string[] {
  const own = result.warnings.filter(({ location }) => location && isOwn(location.file) && !isAdded(location.file));
  return [...own.map(describe), ...absentWarnings(absent)];
}

function callbackHandler(entry: string, runtime: string): ApikitError {
  return new ApikitError(
    'CallbackHandler',
    `The handler in ${entry} takes a callback, which ${runtime} does not support.`,
    {
      hint: 'Make it an async function of (event, context) that returns the response.',
      exitCode: EXIT.usage,
    },
  );
}

function answersByContext(place: string, runtime: string): ApikitError {
  return new ApikitError(
    'CallbackHandler',
    `aws-serverless-express, which ${place} calls, responds through context.succeed by default, but the context of ${runtime} does not have that method: every request would fail.`,
    {
      hint: "Return its promise: proxy(server, event, context, 'PROMISE').promise.",
      exitCode: EXIT.usage,
    },
  );
}
