/** Runs pytest, and reads the results from the report that it writes. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { CALLER } from './caller.mjs';

/** Throws if pytest itself fails. */
export function pytest({ cwd, plugin, paths, pythonPath, env }) {
  const report = join(tmpdir(), `apikit-pytest-${process.pid}.xml`);
  const args = [
    '-m',
    'pytest',
    '-p',
    plugin,
    '-p',
    'no:cacheprovider',
    '-q',
    '--tb=short',
    '--color=no',
    '--timeout=60',
    `--junitxml=${report}`,
    ...paths,
  ];
  try {
    const { status, stdout } = spawnSync('python3', args, {
      cwd,
      encoding: 'utf8',
      maxBuffer: 1e9,
      env: {
        ...process.env,
        ...CALLER,
        PYTHONDONTWRITEBYTECODE: '1',
        PYTHONPATH: pythonPath.join(delimiter),
        ...env,
      },
    });
    // 0: all passed, 1: some failed.
    if (status !== 0 && status !== 1) throw new Error(`pytest ended with ${status}:\n${stdout.slice(-2000)}`);
    return results(readFileSync(report, 'utf8'));
  } finally {
    rmSync(report, { force: true });
  }
}

const CASE = /<testcase classname="([^"]*)" name="([^"]*)"[^>]*?(?:\/>|>([\s\S]*?)<\/testcase>)/g;

function results(xml) {
  return [...xml.matchAll(CASE)].map(([, classname, name, inside = '']) => {
    const test = `${classname.replace(/^tests\./, '')}.${plain(name)}`;
    if (inside.includes('<skipped')) return { test, outcome: 'skipped' };
    const failure = /<(?:failure|error)(?: message="([^"]*)")?[^>]*>([\s\S]*?)<\/(?:failure|error)>/.exec(inside);
    return failure
      ? { test, outcome: 'failed', said: plain(`${failure[1]}\n${failure[2]}`) }
      : { test, outcome: 'passed' };
  });
}

const ENTITIES = { lt: '<', gt: '>', quot: '"', amp: '&', '#10': '\n', '#9': '\t' };

const plain = (text) => text.replace(/&(lt|gt|quot|amp|#10|#9);/g, (_, name) => ENTITIES[name]);
