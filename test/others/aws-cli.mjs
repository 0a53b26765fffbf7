/**
 * The commands of AWS's tutorials, in aws-cli.json, with the AWS CLI. `has` is a text of the output. `keep` names
 * values of the output for `{name}` in later commands. A no-break space is a space inside of an argument.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { pythonPackages } from '../../scripts/python-packages.mjs';
import { withEmbeddedCloud } from '../../scripts/with-embedded-cloud.mjs';
import { CALLER } from './caller.mjs';
import { firstMissing } from './first-missing.mjs';

const { version, commands } = JSON.parse(readFileSync(new URL('./aws-cli.json', import.meta.url), 'utf8'));
const HANDLER = 'exports.handler = async (event) => ({ statusCode: 200, body: event.path });';

export const awsCli = {
  name: 'aws-cli',
  about: `Commands of AWS's tutorials with the AWS CLI ${version}.`,
  missing: () => firstMissing('python3'),
  async run() {
    const work = mkdtempSync(join(tmpdir(), 'apikit-aws-cli-'));
    try {
      writeFileSync(join(work, 'function.zip'), zipSync({ 'index.js': Buffer.from(HANDLER) }));
      const packages = pythonPackages('awscli', [`awscli==${version}`]);
      return await withEmbeddedCloud((endpoint) => {
        const env = { ...process.env, ...CALLER, AWS_ENDPOINT_URL: endpoint, AWS_PAGER: '', PYTHONPATH: packages };
        const kept = {};
        return commands.map((command) => play(command, kept, { cwd: work, encoding: 'utf8', env }));
      });
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  },
};

function play({ run, has = '', keep = {} }, kept, options) {
  const filled = run.replace(/\{([a-z]+)\}/g, (_, name) => kept[name]);
  const args = filled.split(' ').map((argument) => argument.replaceAll('\u00a0', ' '));
  const { status, stdout, stderr } = spawnSync('python3', ['-m', 'awscli', ...args], options);
  for (const [name, path] of Object.entries(keep)) {
    if (status === 0) kept[name] = path.split('.').reduce((value, member) => value[member], JSON.parse(stdout));
  }
  const test = run.split(' --', 1)[0];
  return status === 0 && stdout.includes(has)
    ? { test, outcome: 'passed' }
    : { test, outcome: 'failed', said: `${stderr}${stdout}` };
}
