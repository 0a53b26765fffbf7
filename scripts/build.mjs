// Bundles the CLI into dist/, split so that a command loads only its own code and SDK clients.
import { copyFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { thirdPartyLicenses } from './third-party-licenses.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { dependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
// Built beside and swapped in, so that nobody who runs the program meanwhile finds half of it.
const next = `${root}dist.${process.pid}`;

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { bin: 'src/bin.ts' },
  outdir: next,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.17',
  // The SDK's ES modules can be shaken and loaded lazily by name; its CommonJS twin cannot.
  mainFields: ['module', 'main'],
  minifyWhitespace: true,
  minifySyntax: true,
  // Names stay as written, for stack traces. With `keepNames` every closure that is made at run time would be renamed once more,
  // a tenth of what the embedded cloud spends on a request.
  chunkNames: 'chunks/[name]-[hash]',
  // What is installed beside the package; everything else becomes part of it (docs/adr/0001).
  external: Object.keys(dependencies),
  // CommonJS packages inside an ES module need `require` for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
  metafile: true,
  logLevel: 'warning',
});

// What a page of docs runs in a browser (src/contract-docs/): as its makers have built and tested it. It is built here too,
// only to learn which packages are in it.
copyFileSync(`${root}node_modules/openapi-explorer/dist/browser/openapi-explorer.min.js`, `${next}/docs-page.js`);
const page = await build({
  absWorkingDir: root,
  entryPoints: ['openapi-explorer'],
  outdir: next,
  bundle: true,
  write: false,
  metafile: true,
});

const outputs = { ...metafile.outputs, ...page.metafile.outputs };
writeFileSync(`${next}/THIRD-PARTY-LICENSES.txt`, thirdPartyLicenses({ outputs }, root));

rmSync(`${root}dist`, { recursive: true, force: true });
renameSync(next, `${root}dist`);
