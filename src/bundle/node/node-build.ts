/**
 * Builds a handler with esbuild, repeatedly if needed. The first build shows which packages are missing or native, and
 * which modules use their own location. If there are any, the next build takes them into account.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildOptions, Message, Plugin } from 'esbuild';
import type { BundleOptions } from '../contents/function-contents.ts';
import { NODE_DEFAULTS, TEXT_LOADERS } from '../contents/node-settings.ts';
import { type FrontDoor, nodeModules } from '../front-door/door.ts';
import { absentPackages, allowedAbsentPackages, unresolvedNames } from './absent-packages.ts';
import { bundleFailed, isBuildFailure } from './build-failure.ts';
import type { Result } from './build-result.ts';
import {
  COMPUTED_FOOTER,
  computingPackages,
  NOT_IN_BUNDLE,
  packagesFailedToCompute,
  withComputedNames,
} from './computed-imports.ts';
import { ASKS_FOR_PLACE, moduleLocations, PLACE_NAMES, PLACES_BANNER } from './module-locations.ts';
import { exportsOf, missingExport } from './node-export.ts';
import { packageOf } from './packages.ts';
import { choosingPackages, nativePackages, requiringPackages } from './unbundled-packages.ts';

/** Runs esbuild, once or repeatedly with its cache (`warm-bundler.ts`). */
export type Build = (options: BuildOptions & { write: false; metafile: true }) => Promise<Result>;

const buildOnce: Build = async (options) => (await import('esbuild')).build(options);

/** The findings that a build takes into account. They never occur again in the next build, so the repetition ends. */
interface Heeded {
  /** Packages that stay outside the bundle. */
  external: readonly string[];
  /** Imported names that could not be resolved. */
  absent: readonly string[];
  /** Modules that use their own location, relative to the project. */
  placed: readonly string[];
  /** Whether code calls `require`. */
  requires: boolean;
  /** Whether own code imports a relative name that it computes. */
  computes: boolean;
}

export interface NodeBuild {
  result: Result;
  external: readonly string[];
  placed: readonly string[];
  /** Packages that are not installed and may be missing: `knex asks for mysql`. */
  absent: string[];
}

/** The name of the module between Lambda's handler name and the user's handler. It is not a file. */
const ENTRY = 'apikit-entry';

const DOOR_NAMESPACE = 'front-door';

/** Whether an input is a module that apikit adds, and not a file. */
export const isAdded = (path: string): boolean => path === ENTRY || path.startsWith(`${DOOR_NAMESPACE}:`);

/** An ES module has no `require`. Packages that call it get one that resolves from the bundle's location. */
const REQUIRE_BANNER = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

/** esbuild's code for a call of `require` that it leaves to run time. */
const LEFT_TO_REQUIRE = 'Dynamic require of "';

/**
 * @aws-sdk/lib-dynamodb does not declare that its modules may be dropped. Its paginators would keep Query and Scan in
 * every bundle, and so in the actions of every role.
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

/** @throws ApikitError `BundleFailed`, `NoHandler` */
export async function buildNode(options: BundleOptions, run: Build = buildOnce): Promise<NodeBuild> {
  const { external, optional } = options.bundle ?? NODE_DEFAULTS;
  let heeded: Heeded = { external, absent: optional, placed: [], requires: false, computes: false };
  for (;;) {
    const plugins = heeded.absent.length > 0 ? [absentPackages(options.root, heeded.absent, optional)] : [];
    const outcome = await run(optionsOf(options, heeded, plugins)).catch((error: unknown) => {
      if (isBuildFailure(error)) return { failure: error.errors };
      throw error;
    });
    const next =
      'failure' in outcome ? withFailure(heeded, outcome.failure) : await withFound(heeded, outcome, options.root);
    if (next !== heeded) heeded = next;
    else if ('failure' in outcome) throw await failureOf(outcome.failure, options);
    else {
      const { external: outside, placed } = heeded;
      const absent = allowedAbsentPackages(outcome.metafile, heeded.absent, optional);
      return { result: withComputedNames(outcome), external: outside, placed, absent };
    }
  }
}

/** A missing export is reported only if there is no other error. */
async function failureOf(errors: readonly Message[], { root, entry, exportName = 'handler' }: BundleOptions) {
  const others = errors.filter(({ location }) => location?.file !== ENTRY);
  if (others.length > 0) return bundleFailed(others);
  return missingExport(entry, exportName, await exportsOf(root, entry));
}

function optionsOf(
  { root, entry, exportName = 'handler', runtime, bundle = NODE_DEFAULTS, provided = [], frontDoor }: BundleOptions,
  { external, placed, requires, computes }: Heeded,
  plugins: Plugin[],
): Parameters<Build>[0] {
  const loaders = { ...TEXT_LOADERS, ...bundle.loaders };
  const banner = `${requires ? REQUIRE_BANNER : ''}${placed.length > 0 ? PLACES_BANNER : ''}`;
  return {
    absWorkingDir: root,
    stdin: {
      contents: entryModule(entry, exportName, frontDoor !== undefined),
      resolveDir: root,
      sourcefile: ENTRY,
    },
    outfile: 'index.mjs',
    bundle: true,
    write: false,
    metafile: true,
    sourcemap: 'external',
    sourcesContent: false,
    minify: true,
    keepNames: bundle.keepNames,
    format: 'esm',
    platform: 'node',
    target: `node${/\d+/.exec(runtime)?.[0]}`,
    mainFields: ['module', 'main'],
    external: [...external, ...provided],
    loader: { ...loaders, '.node': 'copy' },
    ...(placed.length > 0 && { define: PLACE_NAMES }),
    banner: { js: banner },
    footer: { js: computes ? COMPUTED_FOOTER : '' },
    legalComments: 'none',
    plugins: [
      droppablePaginators,
      ...(frontDoor ? [frontDoorModules(frontDoor)] : []),
      ...plugins,
      ...(placed.length > 0 ? [moduleLocations(root, placed, loaders)] : []),
    ],
    logLevel: 'silent',
  };
}

/** The other exports of an ES module stay in the bundle, because creating them may have effects. */
function entryModule(entry: string, exportName: string, hasFrontDoor: boolean): string {
  const module = JSON.stringify(`./${entry}`);
  const all = /\.c[jt]s$/.test(entry) ? '' : `export * from ${module};`;
  if (!hasFrontDoor) return `${all}export { ${exportName} as handler } from ${module};`;
  const imports = `import { ${exportName} as own } from ${module};import { frontDoor, door } from '${DOOR}';import { routes } from '${CHECKS}';`;
  // An export of the entry itself is not the handler, because a local export wins over `export *`.
  return `${imports}${all}export const handler = frontDoor(own, door, routes);`;
}

const [DOOR, CHECKS] = ['apikit-front-door', 'apikit-front-door-checks'];

/** The name contains the data, because a session keeps the builds of plugins with equal names (`warm-bundler.ts`). */
function frontDoorModules(frontDoor: FrontDoor): Plugin {
  return {
    name: `front-door-${JSON.stringify(frontDoor)}`,
    setup(build) {
      const filter = /^apikit-front-door(?:-checks)?$/;
      build.onResolve({ filter }, ({ path }) => ({ path, namespace: DOOR_NAMESPACE }));
      build.onLoad({ filter, namespace: DOOR_NAMESPACE }, async ({ path }) => {
        const { door, checks } = await nodeModules(frontDoor);
        return { contents: path === DOOR ? door : checks, loader: 'js' };
      });
    },
  };
}

function withFailure(heeded: Heeded, errors: readonly Message[]): Heeded {
  const absent = unresolvedNames(errors).filter((name) => !heeded.absent.includes(name));
  const leaving = packagesFailedToCompute(errors).filter((name) => !heeded.external.includes(name));
  if (absent.length === 0 && leaving.length === 0) return heeded;
  return { ...heeded, absent: [...heeded.absent, ...absent], external: [...heeded.external, ...leaving] };
}

async function withFound(heeded: Heeded, result: Result, root: string): Promise<Heeded> {
  const code = result.outputFiles.find(({ path }) => path.endsWith('.mjs'))?.text ?? '';
  const used = usedInputs(result);
  const requires = heeded.requires || code.includes(LEFT_TO_REQUIRE);
  const asking = ASKS_FOR_PLACE.test(code) ? await askingForPlace(root, used) : [];
  const computes = heeded.computes || code.includes(NOT_IN_BUNDLE);
  const outside = [
    ...nativePackages(root, used),
    ...computingPackages(used, result.metafile.inputs),
    ...(await requiringPackages(root, asking)),
    ...(requires ? await choosingPackages(root, result.metafile.inputs) : []),
  ];
  const leaving = [...new Set(outside)].filter((name) => !heeded.external.includes(name));
  const more = asking.filter((path) => !heeded.placed.includes(path));
  const same = requires === heeded.requires && computes === heeded.computes;
  if (leaving.length === 0 && same && more.length === 0) return heeded;
  const external = [...heeded.external, ...leaving];
  const placed = [...heeded.placed, ...more].filter((path) => !external.includes(packageOf(path)?.name ?? ''));
  return { ...heeded, external, requires, computes, placed: placed.sort() };
}

/** Returns the files that have code in the bundle. */
export function usedInputs({ metafile }: Result): string[] {
  const outputs = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
  return outputs.flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 && !isAdded(path) ? [path] : [])).sort();
}

/** Returns the files that the compiler read. The bundle may contain constants of a file and nothing else of it. */
export function readInputs({ metafile }: Result): string[] {
  // The name of a module that a plugin created begins with a namespace.
  return Object.keys(metafile.inputs).filter((path) => path !== ENTRY && !/^[a-z()-]+:/.test(path));
}

async function askingForPlace(root: string, modules: readonly string[]): Promise<string[]> {
  const code = modules.filter((path) => /\.[cm]?[jt]sx?$/.test(path));
  const asks = await Promise.all(
    code.map(async (path) => ASKS_FOR_PLACE.test(await readFile(join(root, path), 'utf8'))),
  );
  return code.filter((_, index) => asks[index]);
}
