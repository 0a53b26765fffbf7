// This esbuild plugin puts the modules that every command loads into one chunk.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { build } from 'esbuild';

/**
 * esbuild puts modules into the same chunk only if the same commands reach them. What every command loads would be in
 * some thirty small files, and each start would read all of them. So each lazy module imports the front as a whole.
 * This costs nothing, because the front is loaded before any lazy module.
 *
 * @param options the options of the build, with one entry point
 * @param main the module that every command runs, as a path from the root. The front is what it imports
 */
export async function oneFront(options, main) {
  const { metafile } = await build({ ...options, write: false, metafile: true });
  const imports = (file) =>
    metafile.inputs[file].imports.flatMap(({ path, kind, external }) =>
      external || kind === 'dynamic-import' ? [] : [path],
    );
  const first = new Set(Object.values(options.entryPoints));
  const visit = (file) => {
    if (first.has(file)) return;
    first.add(file);
    imports(file).forEach(visit);
  };
  visit(main);
  const lazy = new Set(Object.values(metafile.outputs).flatMap(({ entryPoint }) => entryPoint ?? []));
  const root = options.absWorkingDir;
  return {
    name: 'one-front',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^front:$/ }, () => ({ path: 'front', namespace: 'front' }));
      onLoad({ filter: /.*/, namespace: 'front' }, () => ({
        contents: imports(main)
          .map((file) => `import ${JSON.stringify(`./${file}`)};`)
          .join('\n'),
        resolveDir: root,
      }));
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const file = relative(root, path).replaceAll('\\', '/');
        if (!lazy.has(file) || first.has(file)) return undefined;
        return { contents: `import 'front:';\n${readFileSync(path, 'utf8')}`, loader: 'ts' };
      });
    },
  };
}
