// Bundles the CLI into dist/, split so that a command loads only its own code and SDK clients.
import { rmSync } from 'node:fs';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;
rmSync(`${root}dist`, { recursive: true, force: true });

await build({
  absWorkingDir: root,
  entryPoints: { bin: 'src/bin.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.17',
  minify: true,
  keepNames: true,
  chunkNames: 'chunks/[name]-[hash]',
  // Real dependencies: esbuild has a native binary, dynalite a native store.
  external: ['esbuild', 'dynalite'],
  // CommonJS packages inside an ES module need `require` for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
