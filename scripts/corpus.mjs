// `npm run corpus` fetches the public OpenAPI documents of test/contract/corpus/corpus.json that are too large to be
// committed. It takes them from the npm packages and versions that this file names and puts them into
// node_modules/.cache, where the corpus test finds them.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packages = JSON.parse(readFileSync(join(root, 'test/contract/corpus/corpus.json'), 'utf8'));
const cache = join(root, 'node_modules/.cache/apikit-corpus');

for (const { package: name, version, integrity, documents } of packages) {
  const folder = mkdtempSync(join(tmpdir(), 'apikit-corpus-'));
  try {
    const pack = ['pack', `${name}@${version}`, '--json', '--silent', '--pack-destination', folder];
    const [{ filename }] = JSON.parse(execFileSync('npm', pack, { encoding: 'utf8', cwd: folder }));
    const archive = join(folder, filename);
    const hash = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
    if (hash !== integrity) throw new Error(`${name}@${version} has the integrity ${hash}, not ${integrity}`);
    const members = documents.map(({ file }) => `package/${file}`);
    execFileSync('tar', ['xzf', archive, '-C', folder, ...members]);
    for (const { file, sha256 } of documents) {
      const text = readFileSync(join(folder, 'package', file));
      if (createHash('sha256').update(text).digest('hex') !== sha256) throw new Error(`${name}/${file} has changed`);
      const target = join(cache, name, file);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
    console.log(`${name}@${version}: ${documents.length} documents`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
console.log('Now: npx vitest run test/contract/corpus');
