// The whole main job on the embedded cloud, in a temporary folder: scaffold, deploy, key, calls, logs, deploy again.
// Leaves nothing running and nothing behind.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, npm, root } from './installed.mjs';

const color = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code) => (text) => (color ? `\x1b[${code}m${text}\x1b[0m` : text);
const [bold, dim, green, red, cyan] = [paint(1), paint(2), paint(32), paint(31), paint(36)];
const started = Date.now();

ensureInstalled();
npm(['run', '--silent', 'build']);

const workspace = mkdtempSync(join(tmpdir(), 'apikit-quickstart-'));
const project = join(workspace, 'items-api');
const bin = join(root, 'dist/bin.js');
// A stranger's AWS settings must not reach this run: everything here happens on this machine.
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_') && !name.startsWith('APIKIT_')),
);

let step = 0;
function heading(text) {
  step += 1;
  console.log(`\n${bold(`${step}. ${text}`)}`);
}

/** Runs apikit in view, as it would look in this terminal. */
function show(args, cwd = project) {
  console.log(cyan(`$ apikit ${args.join(' ')}`));
  finish(args, spawnSync(process.execPath, [bin, ...args], { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] }));
}

/** Runs apikit as a script does: what it printed on stdout. */
function capture(args) {
  console.log(cyan(`$ apikit ${args.join(' ')}`));
  return finish(args, spawnSync(process.execPath, [bin, ...args], { cwd: project, env, encoding: 'utf8' })).stdout;
}

function finish(args, result) {
  if (result.status !== 0)
    throw new Error(`apikit ${args[0]} ended with exit code ${result.status}: ${result.stderr ?? ''}`);
  return result;
}

/** Calls the API as any client would, and shows the exchange. */
async function call(url, key, method, path, expected, { body, headers = {} } = {}) {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { ...(key && { 'x-api-key': key }), ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const status =
    response.status === expected ? green(String(response.status)) : red(`${response.status}, expected ${expected}`);
  console.log(
    `  ${method.padEnd(6)} ${path.replace(/[0-9a-f-]{36}/, (id) => `${id.slice(0, 8)}…`).padEnd(24)} ${status}  ${dim(text.slice(0, Math.max(0, (process.stdout.columns ?? 130) - 42)))}`,
  );
  if (response.status !== expected) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return { json: text === '' ? undefined : JSON.parse(text), headers: response.headers };
}

async function main() {
  heading('Scaffold an API from nothing');
  show(['init', 'items-api', '--yes'], workspace);

  heading('Deploy it to the embedded cloud, through the real AWS SDK');
  show(['deploy', '--stage', 'local', '--yes']);
  const url = capture(['status', '--stage', 'local', '--output', 'url']).trim();

  heading('Create an API key');
  const key = capture(['keys', 'create', 'quickstart', '--plan', 'basic', '--stage', 'local']).trim();
  console.log(`  ${dim('the value was captured from stdout:')} ${key.slice(0, 4)}…${key.slice(-4)}`);

  heading('Call every operation');
  await call(url, undefined, 'GET', '/health', 200);
  await call(url, undefined, 'GET', '/items', 403);
  const created = await call(url, key, 'POST', '/items', 201, {
    body: { name: 'First' },
    headers: { 'idempotency-key': 'quickstart-1' },
  });
  await call(url, key, 'POST', '/items', 201, {
    body: { name: 'First' },
    headers: { 'idempotency-key': 'quickstart-1' },
  });
  await call(url, key, 'POST', '/items', 400, { body: { name: 42 } });
  const path = `/items/${created.json.id}`;
  const found = await call(url, key, 'GET', path, 200);
  await call(url, key, 'PUT', path, 200, {
    body: { name: 'Replaced' },
    headers: { 'if-match': found.headers.get('etag') },
  });
  await call(url, key, 'PATCH', path, 412, {
    body: { name: 'Late' },
    headers: { 'if-match': found.headers.get('etag') },
  });
  await call(url, key, 'PATCH', path, 200, { body: { name: 'Changed' } });
  await call(url, key, 'GET', '/items?limit=10', 200);
  await call(url, key, 'DELETE', path, 204);
  await call(url, key, 'GET', path, 404);

  heading('Read the logs of these calls');
  show(['tail-logs', '--stage', 'local', '--no-follow']);

  heading('Deploy again: nothing to do');
  const { changed, calls } = JSON.parse(capture(['deploy', '--stage', 'local', '--yes', '--json']));
  if (changed || calls.writes !== 0) throw new Error(`The second deploy changed something: ${calls.writes} writes`);
  console.log(`  ${green('✔')} unchanged: ${calls.total} calls, ${calls.writes} writes`);
}

try {
  await main();
  console.log(
    `\n${green('✔')} ${bold('Everything worked')} ${dim(`in ${((Date.now() - started) / 1000).toFixed(0)} s.`)} The same deploy, with credentials and --stage prod, runs against AWS.`,
  );
} catch (error) {
  console.error(`\n${red('✘')} ${error.message}`);
  process.exitCode = 1;
} finally {
  spawnSync(process.execPath, [bin, 'local', 'stop', '--data', join(project, '.apikit/local')], {
    env,
  });
  rmSync(workspace, { recursive: true, force: true });
}
