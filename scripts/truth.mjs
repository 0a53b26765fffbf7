// `npm run truth` asks AWS, or the endpoint in AWS_ENDPOINT_URL, whether the assumptions hold that no recording shows
// (docs/aws/assumptions.md). `npm run truth -- --help` lists the options.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ensureInstalled, root } from './installed.mjs';

ensureInstalled();
const outdir = join(root, 'node_modules', '.cache', `apikit-truth-${process.pid}`);
try {
  await build({
    absWorkingDir: root,
    entryPoints: ['test/truth/main.ts'],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.17',
    packages: 'external',
    logLevel: 'warning',
  });
  const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  const child = spawn(process.execPath, [join(outdir, 'main.mjs'), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env,
  });
  // Ctrl-C reaches the child by itself; this process waits for it to remove what it made.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.exitCode = await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
