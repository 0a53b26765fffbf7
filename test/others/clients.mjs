/** Programs that use the embedded cloud with another SDK. They print a result, as JSON, for each of their steps. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonPackages } from '../../scripts/python-packages.mjs';
import { withEmbeddedCloud } from '../../scripts/with-embedded-cloud.mjs';
import { CALLER } from './caller.mjs';
import { firstMissing } from './first-missing.mjs';

export const boto3 = client('boto3', 'The AWS SDK for Python.', ['python3'], () => ({
  command: ['python3', 'main.py'],
  env: { PYTHONPATH: pythonPackages('boto3', ['boto3==1.44.8']) },
}));

export const go = client('go', 'The AWS SDK for Go.', ['go'], () => ({ command: ['go', 'run', '.'] }));

export const java = client('java', 'The AWS SDK for Java.', ['java', 'mvn'], () => ({
  command: ['mvn', '--quiet', '--batch-mode', 'compile', 'exec:java'],
}));

/** `program` returns what runs the program in a copy of its folder. */
function client(name, about, needs, program) {
  return {
    name,
    about,
    missing: () => firstMissing(...needs),
    async run() {
      const work = mkdtempSync(join(tmpdir(), `apikit-${name}-`));
      try {
        cpSync(join(import.meta.dirname, name), work, { recursive: true });
        return await withEmbeddedCloud((endpoint) => resultsOf(work, endpoint, program()));
      } finally {
        rmSync(work, { recursive: true, force: true });
      }
    },
  };
}

function resultsOf(cwd, endpoint, { command: [file, ...args], env = {} }) {
  const { status, stdout } = spawnSync(file, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...CALLER, AWS_ENDPOINT_URL: endpoint, ...env },
  });
  if (status !== 0) throw new Error(`${file} ended with ${status}.\n${stdout}`);
  // Maven writes a control sequence before the first line.
  return [...stdout.matchAll(/\{".*\}$/gm)].map(([line]) => JSON.parse(line));
}
