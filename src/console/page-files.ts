/** The files of the console's page: as they were built, or a build from the sources of this repository. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../files/package-root.ts';

export interface PageFile {
  readonly type: string;
  readonly body: string;
}

/** By path. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const BUILD_OPTIONS = 'src/console/page/build-options.json';

export async function pageFiles(): Promise<PageFiles> {
  const { script, style } = await builtFiles();
  return new Map([
    ['/', { type: 'text/html; charset=utf-8', body: HTML }],
    ['/console.js', { type: 'text/javascript; charset=utf-8', body: script }],
    ['/console.css', { type: 'text/css; charset=utf-8', body: style }],
  ]);
}

async function builtFiles(): Promise<{ script: string; style: string }> {
  const built = join(packageRoot, 'dist', 'console-page');
  if (existsSync(`${built}.js`))
    return { script: await readFile(`${built}.js`, 'utf8'), style: await readFile(`${built}.css`, 'utf8') };
  const { build } = await import('esbuild');
  const options = JSON.parse(await readFile(join(packageRoot, BUILD_OPTIONS), 'utf8'));
  const { outputFiles = [] } = await build({ ...options, absWorkingDir: packageRoot, outdir: 'dist', write: false });
  const text = (kind: string) => outputFiles.find(({ path }) => path.endsWith(kind))?.text ?? '';
  return { script: text('.js'), style: text('.css') };
}

const HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>apikit console</title>
<link rel="stylesheet" href="/console.css">
<link rel="icon" href="data:,">
</head>
<body>
<div id="console"></div>
<noscript>The console needs JavaScript.</noscript>
<script src="/console.js" defer></script>
</body>
</html>
`;
