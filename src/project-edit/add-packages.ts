/** Adds packages to the text of a package.json. Pure. */

/** Sorts the packages as npm does. The file keeps its indentation and the versions that it has. */
export function addPackages(text: string, packages: Readonly<Record<string, string>>): string {
  const manifest = JSON.parse(text) as { dependencies?: Record<string, string> };
  const all = { ...packages, ...manifest.dependencies };
  const dependencies = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
  return `${JSON.stringify({ ...manifest, dependencies }, null, indent)}\n`;
}
