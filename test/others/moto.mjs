/** moto's own tests in its server mode. Its source package has them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonPackages } from '../../scripts/python-packages.mjs';
import { withEmbeddedCloud } from '../../scripts/with-embedded-cloud.mjs';
import { filesBelow } from './files-below.mjs';
import { firstMissing } from './first-missing.mjs';
import { pytest } from './pytest.mjs';

const SHIM = JSON.parse(readFileSync(new URL('./moto-shim.json', import.meta.url), 'utf8'));

export const moto = {
  name: 'moto',
  about: `The tests of [moto](https://github.com/getmoto/moto) ${SHIM.version} for the services that the embedded cloud has.`,
  missing: () => firstMissing('python3'),
  async run() {
    const work = mkdtempSync(join(tmpdir(), 'apikit-moto-'));
    try {
      const sources = unpacked(work);
      for (const path of filesBelow(join(sources, 'tests'), '.py')) replaceIn(path);
      replaceIn(join(sources, 'moto', 'core', 'models.py'));
      const packages = pythonPackages('moto', SHIM.packages);
      return await withEmbeddedCloud((endpoint) =>
        pytest({
          cwd: sources,
          plugin: 'moto_shim',
          paths: SHIM.folders.map((folder) => `tests/${folder}`),
          pythonPath: [sources, import.meta.dirname, packages],
          env: { TEST_SERVER_MODE: 'true', TEST_SERVER_MODE_ENDPOINT: endpoint },
        }),
      );
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  },
};

/** Returns the folder of moto's sources in `work`. */
function unpacked(work) {
  const source = ['--no-deps', '--no-binary', ':all:', '--dest', work, `moto==${SHIM.version}`];
  for (const [command, args] of [
    ['python3', ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', ...source]],
    ['tar', ['xzf', `moto-${SHIM.version}.tar.gz`]],
  ]) {
    const { status } = spawnSync(command, args, { cwd: work, stdio: ['ignore', 'inherit', 'inherit'] });
    if (status !== 0) throw new Error(`${command} could not get the sources of moto.`);
  }
  return join(work, `moto-${SHIM.version}`);
}

function replaceIn(path) {
  const before = readFileSync(path, 'utf8');
  const after = SHIM.replace.reduce((text, { find, by }) => text.replaceAll(new RegExp(find, 'g'), by), before);
  if (after !== before) writeFileSync(path, after);
}
