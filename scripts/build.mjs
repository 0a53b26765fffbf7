// Bundles the CLI into dist/, split so that a command loads only its own code and SDK clients.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { configValidator } from './config-validator.mjs';
import { joinChunks } from './large-chunks.mjs';
import { sentCommands } from './sent-commands.mjs';
import { thirdPartyLicenses } from './third-party-licenses.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { dependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
// Built beside and swapped in, so that nobody who runs the program meanwhile finds half of it.
const next = `${root}dist.${process.pid}`;

const options = {
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
  // Identifiers are not minified, so that stack traces are readable. `keepNames` is not used, because it renames every
  // closure at run time, which costs the embedded cloud a tenth of the time of a request.
  // Dependencies are installed beside the package. Everything else becomes part of it (docs/adr/0001), and so does ajv:
  // it is installed for the validators in users' projects, but apikit itself would load a hundred of its files.
  external: Object.keys(dependencies).filter((name) => !name.startsWith('ajv')),
  logLevel: 'warning',
};
// The files of this run have many names for few bytes, and are joined before they are written.
const small = await build({
  ...options,
  // It is never written, and the same for every build, because the names of chunks depend on it.
  outdir: `${root}dist/small`,
  // The name of the file becomes a part of the name of its joined chunk.
  chunkNames: 'chunks/[hash]/[name]',
  plugins: [configValidator, sentCommands(root)],
  metafile: true,
  write: false,
});
const everyday = JSON.parse(readFileSync(`${root}scripts/everyday-commands.json`, 'utf8'));
const { metafile } = small;
await joinChunks(small, { ...options, chunkNames: 'chunks/[name]-[hash]' }, everyday);

// The script that a page of docs runs in a browser (src/contract/docs/page/). The licences of its parts are in it,
// because a page is passed on.
const pageOptions = JSON.parse(readFileSync(`${root}src/contract/docs/page/build-options.json`, 'utf8'));
const page = await build({ ...pageOptions, absWorkingDir: root, outdir: next, write: false, metafile: true });
const pageLicenses = thirdPartyLicenses(page.metafile, root).replaceAll('*/', '* /');
writeFileSync(`${next}/docs-page.js`, `/*\n${pageLicenses}*/\n${page.outputFiles[0].text}`);

// The page of the console (src/console/page/), which its server sends from these files.
const consoleOptions = JSON.parse(readFileSync(`${root}src/console/page/build-options.json`, 'utf8'));
const consolePage = await build({ ...consoleOptions, absWorkingDir: root, outdir: next, metafile: true });

const outputs = { ...metafile.outputs, ...page.metafile.outputs, ...consolePage.metafile.outputs };
writeFileSync(`${next}/THIRD-PARTY-LICENSES.txt`, thirdPartyLicenses({ outputs }, root));

// Results that a user keeps are only for the same program (src/files/kept-results.ts).
const hash = createHash('sha256');
const files = readdirSync(next, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const paths = files.map(({ parentPath, name }) => `${parentPath}/${name}`).sort();
for (const path of paths) hash.update(path.slice(next.length)).update(readFileSync(path));
writeFileSync(`${next}/build-id`, hash.digest('hex'));

rmSync(`${root}dist`, { recursive: true, force: true });
renameSync(next, `${root}dist`);
