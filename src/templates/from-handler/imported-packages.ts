/** Finds the packages that JavaScript or TypeScript imports by name. Pure. */
import { isBuiltin } from 'node:module';

const IMPORT = /\bfrom\s*["']([^"'.][^"']*)["']|\b(?:require|import)\(\s*["']([^"'.][^"']*)["']\s*\)/g;

/** Returns a package for each import of one, in the order of the code. The modules of Node.js are not packages. */
export function importedPackages(text: string): string[] {
  return [...text.matchAll(IMPORT)]
    .map(([, one, two]) => (one ?? two)!)
    .filter((name) => !name.startsWith('node:') && !isBuiltin(name))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    );
}
