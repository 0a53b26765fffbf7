// Runs a measurement that is written in TypeScript.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Bundles `test/bench/<name>.ts` and returns a function that runs it with an argument in a separate process, for its
 * memory.
 */
export async function measuring(name, work) {
  const outfile = join(root, 'node_modules', '.cache', 'apikit-bench', `${name}-${process.pid}.mjs`);
  try {
    await build({
      absWorkingDir: root,
      entryPoints: [`test/bench/${name}.ts`],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.17',
      packages: 'external',
      logLevel: 'warning',
    });
    const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
    work((count) => JSON.parse(execFileSync(process.execPath, [outfile, String(count)], { encoding: 'utf8', env })));
  } finally {
    rmSync(outfile, { force: true });
  }
}
