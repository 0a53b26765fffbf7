// This esbuild plugin keeps only the commands that are sent of each AWS client that is imported lazily.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const IMPORT = /import\(\s*'(@aws-sdk\/client-[\w-]+)'/g;
const NAMES = /const \{([^}]*)\} = await import\(\s*'(@aws-sdk\/client-[\w-]+)'/g;

/**
 * esbuild keeps the whole of a package that a file imports with `import()`: a client with the commands and the schemas
 * of hundreds of operations. So each such import gets a module that has only the names that the sources take from it.
 *
 * @param root the folder of the repository
 */
export function sentCommands(root) {
  const taken = namesOf(join(root, 'src'));
  return {
    name: 'sent-commands',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^@aws-sdk\/client-/ }, ({ path, kind, resolveDir }) =>
        kind === 'dynamic-import' && taken.has(path) && !resolveDir.includes('node_modules')
          ? { path, namespace: 'sent-commands' }
          : undefined,
      );
      onLoad({ filter: /.*/, namespace: 'sent-commands' }, ({ path }) => ({
        contents: `export { ${[...taken.get(path)].sort().join(', ')} } from '${path}';`,
        resolveDir: root,
      }));
    },
  };
}

/** Returns the names by package. Throws an error if an import does not name what it takes. */
function namesOf(sources) {
  const taken = new Map();
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((path) => path.endsWith('.ts') && !/templates\/[^/]+\/files\//.test(path))) {
    const code = readFileSync(join(sources, file), 'utf8');
    const found = [...code.matchAll(NAMES)];
    if ([...code.matchAll(IMPORT)].length !== found.length)
      throw new Error(`${file} imports an AWS client without naming what it takes: const { … } = await import(…)`);
    for (const [, names, client] of found) {
      const known = taken.get(client) ?? new Set();
      taken.set(client, known);
      for (const name of names.split(',')) if (name.trim() !== '') known.add(name.split(':')[0].trim());
    }
  }
  return taken;
}
