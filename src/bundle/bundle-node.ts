/**
 * Bundles a JavaScript or TypeScript handler with esbuild: one minified ES module with the AWS SDK inside, which starts
 * faster than the runtime's own copy. No source map goes along: it would be several times the code, and since the same
 * source gives the same bundle, the map for a stack trace can be made whenever one is needed.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildOptions, BuildResult, Message, Plugin } from 'esbuild';
import { ApikitError, EXIT } from '../errors.ts';
import type { BundleOptions, FunctionContents } from './bundle-function.ts';
import { declaresCallback } from './callback-handler.ts';
import { entryNotFound } from './entry-not-found.ts';
import { sdkActions } from './sdk-actions.ts';

/** Packages that still call `require` find none in an ES module. */
const REQUIRE_BANNER = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

/**
 * @aws-sdk/lib-dynamodb does not declare that its modules may be dropped. Its paginators would keep Query and Scan in
 * every bundle, and so among the actions of every role.
 */
const droppablePaginators: Plugin = {
  name: 'droppable-paginators',
  setup(build) {
    build.onResolve({ filter: /^\.\/(Query|Scan)Paginator(\.js)?$/ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === 'resolved' || !/[\\/]@aws-sdk[\\/]lib-dynamodb[\\/]/.test(from.importer)) return undefined;
      const { importer, namespace, resolveDir, kind } = from;
      const resolved = await build.resolve(path, { importer, namespace, resolveDir, kind, pluginData: 'resolved' });
      return { ...resolved, sideEffects: false };
    });
  },
};

type Result = BuildResult<{ write: false; metafile: true }>;

/** What runs esbuild: once, or again and again with what it remembers (`warm-bundler.ts`). */
export type Build = (options: BuildOptions & { write: false; metafile: true }) => Promise<Result>;

const buildOnce: Build = async (options) => (await import('esbuild')).build(options);

/** @throws ApikitError `EntryNotFound`, `BundleFailed`, `NoHandler`, `CallbackHandler` */
export async function bundleNode(
  { root, entry, runtime }: BundleOptions,
  run: Build = buildOnce,
): Promise<FunctionContents> {
  const found = await stat(join(root, entry)).catch(() => undefined);
  if (!found?.isFile()) throw entryNotFound(entry);
  const plain = await build(run, { root, entry, runtime });
  const result = callsRequire(plain) ? await build(run, { root, entry, runtime }, REQUIRE_BANNER) : plain;
  const code = result.outputFiles.find(({ path }) => path.endsWith('.mjs'));
  const map = result.outputFiles.find(({ path }) => path.endsWith('.map'));
  const output = Object.entries(result.metafile.outputs).find(([path]) => path.endsWith('.mjs'))?.[1];
  if (!code || !output) throw new Error(`esbuild made nothing of ${entry}`);
  if (!output.exports.includes('handler')) {
    throw new ApikitError('NoHandler', `${entry} does not export a function named handler.`, {
      hint: 'Lambda calls that export: export const handler = async (event) => …',
      exitCode: EXIT.usage,
    });
  }
  if (declaresCallback(code.text, runtime)) {
    throw new ApikitError(
      'CallbackHandler',
      `The handler in ${entry} takes a callback, which ${runtime} does not start.`,
      {
        hint: 'Make it an async function of (event, context) that returns the response.',
        exitCode: EXIT.usage,
      },
    );
  }
  return {
    entries: [{ path: 'index.mjs', contents: Buffer.from(code.contents) }],
    handler: 'index.handler',
    actions: sdkActions(output.inputs),
    sources: Object.keys(result.metafile.inputs),
    ...(map && { sourceMap: map.text }),
  };
}

async function build(run: Build, { root, entry, runtime }: BundleOptions, banner = ''): Promise<Result> {
  const options = {
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: 'index.mjs',
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: `node${/\d+/.exec(runtime)?.[0]}`,
    mainFields: ['module', 'main'],
    banner: { js: banner },
    legalComments: 'none',
    plugins: [droppablePaginators],
    logLevel: 'silent',
  } satisfies Parameters<Build>[0];
  try {
    return await run(options);
  } catch (error) {
    throw isBuildFailure(error) ? bundleFailed(error.errors) : error;
  }
}

/** Whether something in the bundle asks for a built-in module in the way of CommonJS. */
function callsRequire({ metafile }: Result): boolean {
  return Object.values(metafile.outputs).some(({ imports }) => imports.some(({ kind }) => kind === 'require-call'));
}

function isBuildFailure(error: unknown): error is { errors: Message[] } {
  return error instanceof Error && Array.isArray((error as { errors?: unknown }).errors);
}

function bundleFailed(errors: Message[]): ApikitError {
  const missing = errors.find(({ text }) => /^Could not resolve "[^./]/.test(text));
  const failed = new ApikitError('BundleFailed', `The handler does not compile.\n${errors.map(describe).join('\n')}`, {
    hint: missing ? 'Run npm install in the project, and try again.' : 'Correct the source and try again.',
    exitCode: EXIT.usage,
  });
  return Object.assign(failed, { problems: errors.flatMap(problemOf) });
}

/** The same shape as a problem of apikit.yaml, for `--json`; the file has no keys to point at, and only its author knows a fix. */
function problemOf({ location, text }: Message): object[] {
  if (!location) return [];
  const { file, line, column } = location;
  return [{ file, line, column: column + 1, path: '', message: text, fix: '', severity: 'error' }];
}

/** `src/handler.ts:3:8: Could not resolve "x"`; columns count from 1, as editors do. */
function describe({ location, text }: Message): string {
  return location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text;
}
