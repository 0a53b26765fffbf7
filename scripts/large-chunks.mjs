// Joins the many small chunks that esbuild writes into few large ones, because Node.js needs half a millisecond of
// processor time for each file that it imports, however small it is.
import { join, relative, resolve } from 'node:path';
import { build } from 'esbuild';

// CommonJS packages inside an ES module need `require` for Node's own modules. Most files do without, and each call of
// `createRequire` costs a little at every start.
const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);\n";

/**
 * esbuild puts modules into the same chunk only if exactly the same lazy modules reach them, so that hundreds of lazy
 * modules make hundreds of chunks. This joins chunks if the same everyday commands load them. Such a command then reads
 * the same code in far fewer files. Any other command that needs a part of a joined chunk reads all of it.
 *
 * The joined chunks come from a second run of esbuild, over the files of the first. Each lazy file imports the whole of
 * every group that it needs a part of, so esbuild finds that the same lazy files reach all parts of a group.
 *
 * @param first the result of the first run, with its `outputFiles` and its `metafile`
 * @param options the options of the second run
 * @param commands the lazy modules that each everyday command loads, as a list for each command
 */
export async function joinChunks(first, options, commands) {
  const root = options.absWorkingDir;
  const chunks = chunksOf(first, options.entryPoints.bin, root);
  const groups = groupsOf(chunks, commands);
  const groupOf = new Map([...groups].flatMap(([name, files]) => files.map((file) => [file, name])));

  /** The names of the groups that a file needs a part of, which can need parts of other groups. */
  const neededBy = (file) => {
    const names = new Set();
    for (let before = -1; before < names.size; ) {
      before = names.size;
      const files = chunks.reachedFrom([file, ...[...names].flatMap((name) => groups.get(name))]);
      for (const reached of files) if (groupOf.has(reached)) names.add(groupOf.get(reached));
    }
    return names;
  };

  const code = (file) => {
    const text = chunks.texts.get(file);
    const whole = chunks.lazy.has(file) ? [...neededBy(file)] : [];
    const imports = whole.map((name) => `import ${JSON.stringify(`group:${name}`)};\n`).join('');
    return /\brequire\b/.test(text) ? REQUIRE + imports + text : imports + text;
  };
  return build({
    ...options,
    entryPoints: { bin: chunks.entry },
    plugins: [
      {
        name: 'large-chunks',
        setup({ onLoad, onResolve }) {
          onResolve({ filter: /^group:/ }, ({ path }) => ({ path, namespace: 'group' }));
          onResolve({ filter: /\.js$/ }, ({ path, resolveDir }) => {
            const file = resolve(resolveDir, path);
            return chunks.texts.has(file) ? { path: file } : undefined;
          });
          onLoad({ filter: /.*/, namespace: 'group' }, ({ path }) => ({
            contents: groups
              .get(path.slice('group:'.length))
              .map((file) => `import ${JSON.stringify(`./${relative(root, file)}`)};`)
              .join('\n'),
            resolveDir: root,
          }));
          onLoad({ filter: /\.js$/ }, ({ path }) => (chunks.texts.has(path) ? { contents: code(path) } : undefined));
        },
      },
    ],
  });
}

/** The files of the first run and what they import. */
function chunksOf({ outputFiles, metafile }, entryPoint, root) {
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [join(root, path), output]));
  const imports = (file) =>
    outputs.get(file).imports.filter(({ kind, external }) => kind !== 'dynamic-import' && !external);
  const reachedFrom = (files, found = new Set()) => {
    for (const file of files) {
      if (found.has(file)) continue;
      found.add(file);
      reachedFrom(
        imports(file).map(({ path }) => join(root, path)),
        found,
      );
    }
    return found;
  };
  const modules = new Map([...outputs].flatMap(([file, { entryPoint }]) => (entryPoint ? [[entryPoint, file]] : [])));
  return {
    texts: new Map(outputFiles.map(({ path, text }) => [path, text])),
    entry: modules.get(entryPoint),
    lazy: new Set([...modules].flatMap(([module, file]) => (module === entryPoint ? [] : [file]))),
    fileOf(module) {
      if (!modules.has(module))
        throw new Error(`${module} is not imported lazily. Remove it from the everyday commands.`);
      return modules.get(module);
    },
    reachedFrom,
  };
}

/** The files of the first run by the everyday commands that load them. A file that none of them loads has no group. */
function groupsOf(chunks, commands) {
  const loads = Object.values(commands).map((modules) => chunks.reachedFrom(modules.map(chunks.fileOf)));
  const groups = new Map();
  for (const file of chunks.texts.keys()) {
    if (file === chunks.entry || chunks.lazy.has(file)) continue;
    const name = loads.flatMap((files, index) => (files.has(file) ? [index] : [])).join('-');
    if (name !== '') groups.set(name, [...(groups.get(name) ?? []), file]);
  }
  return groups;
}
