// `npm run conformance`: breaks every constraint of AWS's models in requests to an embedded cloud, one at a time, and
// prints how each service answers. Then it stores values of every kind and reads them back (test/conformance), and
// writes docs/conformance.md. `npm run conformance -- iam` only prints the requests that IAM answers in another way. It
// needs python3, and installs botocore beside the other packages.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { BOTOCORE, botocoreName } from './botocore.mjs';
import { emulatedServices } from './emulated-services.mjs';
import { root } from './installed.mjs';
import { pythonPackages } from './python-packages.mjs';
import { withEmbeddedCloud } from './with-embedded-cloud.mjs';

const packages = pythonPackages('conformance', [`botocore==${BOTOCORE.version}`, 'regex']);
const services = (await emulatedServices()).map((service) => ({ ...service, botocore: botocoreName(service.id) }));
const folder = join(root, 'test', 'conformance');
const page = join(root, 'docs', 'conformance.md');
const python = (input, ...args) =>
  spawnSync('python3', args, {
    input,
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { ...process.env, PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: '1' },
  }).status;

const status = await withEmbeddedCloud((endpoint) => {
  const probed = python(JSON.stringify(services), join(folder, 'main.py'), endpoint, page, ...process.argv.slice(2));
  if (process.argv.length > 2) return probed;
  return python('', join(folder, 'round_trips.py'), endpoint) || probed;
});
// A process that was killed has no status.
process.exitCode = status ?? 1;
