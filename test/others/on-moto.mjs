/** apikit itself with moto in the place of AWS: the life of a stage. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/installed.mjs';
import { pythonPackages } from '../../scripts/python-packages.mjs';
import { CALLER } from './caller.mjs';
import { firstMissing } from './first-missing.mjs';

const BIN = join(root, 'dist', 'bin.js');

/** The commands of a user, in this order. `says` is part of the output. */
const LIFE = [
  { test: 'deploy', argv: ['deploy', '--yes'], says: 'no API Gateway serves APIs at this endpoint' },
  { test: 'deploy again, which writes nothing', argv: ['deploy', '--yes'], says: '(0 writes)' },
  { test: 'status', argv: ['status'], says: 'present' },
  { test: 'keys create', argv: ['keys', 'create', 'a-client'], says: '' },
  { test: 'destroy', argv: ['destroy', '--yes', '--delete-data', '--delete-keys'], says: '' },
];

export const onMoto = {
  name: 'apikit-on-moto',
  about: 'apikit itself, with moto_server in the place of AWS.',
  missing: () => firstMissing('python3'),
  async run() {
    const work = mkdtempSync(join(tmpdir(), 'apikit-on-moto-'));
    const port = await freePort();
    const packages = pythonPackages('moto-server', ['moto[apigateway,awslambda,dynamodb,iam,server]==5.2.5']);
    try {
      const project = join(work, 'items-api');
      const init = apikit(work, {}, ['init', project, '--yes']);
      if (init.status !== 0) throw new Error(init.output);
      const endpoint = `http://127.0.0.1:${port}`;
      const poor = await withMoto(packages, port, {}, () => {
        const { status, output } = apikit(project, { AWS_ENDPOINT_URL: endpoint }, [
          'deploy',
          '--yes',
          '--stage',
          'dev',
        ]);
        const named = status === 1 && output.includes('MOTO_IAM_LOAD_MANAGED_POLICIES');
        return result('deploy without the managed policies of AWS names the setting of moto', named, output);
      });
      const rich = await withMoto(packages, port, { MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' }, () =>
        LIFE.map(({ test, argv, says }) => {
          const { status, output } = apikit(project, { AWS_ENDPOINT_URL: endpoint }, [...argv, '--stage', 'dev']);
          return result(test, status === 0 && output.includes(says), output);
        }),
      );
      return [poor, ...rich];
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  },
};

const result = (test, passed, said) => ({ test, outcome: passed ? 'passed' : 'failed', said });

function apikit(cwd, env, argv) {
  const options = { cwd, encoding: 'utf8', env: { ...process.env, ...CALLER, ...env } };
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...argv], options);
  return { status, output: `${stdout}${stderr}` };
}

async function withMoto(packages, port, env, work) {
  const server = spawn('python3', ['-m', 'moto.server', '--port', String(port)], {
    stdio: 'ignore',
    env: { ...process.env, ...env, PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: '1' },
  });
  try {
    await answers(`http://127.0.0.1:${port}/moto-api/`);
    return work();
  } finally {
    server.kill();
    await once(server, 'exit');
  }
}

async function answers(url) {
  for (let tries = 0; tries < 300; tries += 1) {
    try {
      await fetch(url);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error('moto_server did not start.');
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
