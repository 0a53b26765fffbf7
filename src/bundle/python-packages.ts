/** The packages of a Python handler: pip has put them into `vendor/` beside the entry, or the deploy is refused. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApikitError, EXIT } from '../errors.ts';

/** The folder, and what the generated package adds to the module path. */
export const VENDOR = 'vendor/';

/** What Lambda's runtime brings (aws-facts §5), with what that needs. */
const BROUGHT = new Set(['boto3', 'botocore', 'jmespath', 'python-dateutil', 's3transfer', 'six', 'urllib3']);

/**
 * Every package that requirements.txt names must be there: pip leaves `<name>-<version>.dist-info` with each. `paths` are
 * relative to the folder of the entry.
 *
 * @throws ApikitError `PackagesMissing`
 */
export async function requirePackages(root: string, folder: string, paths: readonly string[]): Promise<void> {
  const text = await readFile(join(root, 'requirements.txt'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const there = new Set(
    paths.flatMap((path) => /^vendor\/([^/]+?)-[^/-]*\.dist-info\//.exec(path)?.[1] ?? []).map(plain),
  );
  const missing = namesIn(text).filter((name) => !there.has(plain(name)) && !BROUGHT.has(plain(name)));
  if (missing.length === 0) return;
  const target = join(folder, VENDOR);
  const are = missing.length === 1 ? 'is' : 'are';
  throw new ApikitError(
    'PackagesMissing',
    `requirements.txt names ${missing.join(', ')}, which ${are} not in ${target}.`,
    {
      hint: `apikit packs what lies there and installs nothing. Run: python3 -m pip install --requirement requirements.txt --target ${target}`,
      exitCode: EXIT.usage,
    },
  );
}

/** The names of a requirements file: options, markers, extras, versions and comments apart. */
function namesIn(text: string): string[] {
  return text.split('\n').flatMap((line) => /^\s*([A-Za-z0-9][\w.-]*)/.exec(line)?.[1] ?? []);
}

/** As PyPI compares names. */
const plain = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-');
