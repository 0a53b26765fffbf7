/** The packages of a Python handler: they lie beside the entry, or are installed for the machine that it will run on. */
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ApikitError, EXIT } from '../../errors.ts';
import type { BundleOptions } from '../contents/function-contents.ts';
import type { ZipEntry } from '../contents/zip.ts';
import { installPackages } from './python-install.ts';
import { readRequirements } from './python-requirements.ts';

/** The folder, and what the generated package adds to the module path. */
export const VENDOR = 'vendor/';

/** What Lambda's runtime brings (https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html), with what that needs. */
const BROUGHT = new Set(['boto3', 'botocore', 'jmespath', 'python-dateutil', 's3transfer', 'six', 'urllib3']);

/** The modules of these and of the runtime itself; `pip` and `setuptools` are there in some versions. */
export const BROUGHT_MODULES = new Set(
  'awslambdaric boto3 botocore bootstrap dateutil jmespath pip pkg_resources s3transfer setuptools six urllib3'.split(
    ' ',
  ),
);

/**
 * Every package that requirements.txt names must be there: pip leaves `<name>-<version>.dist-info` with each. Where they
 * are not in the folder of the entry or its `vendor/`, they are installed. `paths` are those of the zip.
 * Returns what was installed, below `vendor/`.
 *
 * @throws ApikitError `PackagesMissing` where they are not there and nothing can install them, `PackagesNotInstalled`
 */
export async function requirePackages(options: BundleOptions, paths: readonly string[]): Promise<ZipEntry[]> {
  const { root, entry, runtime, machine } = options;
  const folder = dirname(entry);
  const file = await requirementsFile(root, folder);
  if (file === undefined) return [];
  const requirements = readRequirements(await readFile(join(root, file), 'utf8'));
  const there = new Set(
    paths.flatMap((path) => /^(?:vendor\/)?([^/]+?)-[^/-]*\.dist-info\//.exec(path)?.[1] ?? []).map(plain),
  );
  const missing = requirements.names.filter((name) => !there.has(plain(name)) && !BROUGHT.has(plain(name)));
  // A line that names no package, such as -e ., is taken to be there where somebody has put packages there.
  if (missing.length === 0 && (there.size > 0 || requirements.refused.length === 0)) return [];
  const installed = await installPackages({ root, file, requirements, runtime, machine });
  if (installed) return installed;
  const target = join(folder, VENDOR);
  const are = missing.length === 1 ? 'is' : 'are';
  throw new ApikitError(
    'PackagesMissing',
    `${file} names ${missing.join(', ')}, which ${are} not in ${target}, and there is no uv or pip here to install them.`,
    {
      hint: `Install uv or pip. Or put the packages there yourself: python3 -m pip install --requirement ${file} --target ${target}`,
      exitCode: EXIT.usage,
    },
  );
}

/** At the top of the project, or beside the handler as SAM has it. */
async function requirementsFile(root: string, folder: string): Promise<string | undefined> {
  for (const file of [...new Set(['requirements.txt', join(folder, 'requirements.txt')])])
    if ((await stat(join(root, file)).catch(() => undefined))?.isFile()) return file;
  return undefined;
}

/** As PyPI compares names. */
const plain = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-');
