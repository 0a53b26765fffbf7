/** The packages of a Python handler. They are beside the entry, or apikit installs them for Lambda's machine. */
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ApikitError, EXIT } from '../../errors.ts';
import { shellWord } from '../../text/shell-word.ts';
import type { BundleOptions } from '../contents/function-contents.ts';
import { refuseOutside } from '../contents/outside-files.ts';
import type { ZipEntry } from '../contents/zip.ts';
import { installPackages } from './python-install.ts';
import { readRequirements } from './python-requirements.ts';

/** The folder that the generated package adds to the module path. */
export const VENDOR = 'vendor/';

/**
 * The packages in Lambda's runtime (https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html), with their
 * dependencies.
 */
const BROUGHT = new Set(['boto3', 'botocore', 'jmespath', 'python-dateutil', 's3transfer', 'six', 'urllib3']);

/** The modules of these packages and of the runtime itself. Some versions also have `pip` and `setuptools`. */
export const BROUGHT_MODULES = new Set(
  'awslambdaric boto3 botocore bootstrap dateutil jmespath pip pkg_resources s3transfer setuptools six urllib3'.split(
    ' ',
  ),
);

/**
 * Makes sure that every package in requirements.txt is present: pip writes `<name>-<version>.dist-info` for each. If
 * they are neither in the folder of the entry nor in its `vendor/`, apikit installs them. `paths` are those of the zip.
 * Returns the installed files, below `vendor/`.
 *
 * @throws ApikitError `PackagesMissing` if they are missing and nothing can install them, `PackagesNotInstalled`,
 * `FileNotPackable`
 */
export async function requirePackages(options: BundleOptions, paths: readonly string[]): Promise<ZipEntry[]> {
  const { root, entry, runtime, machine } = options;
  const folder = dirname(entry);
  const file = await requirementsFile(root, folder);
  if (file === undefined) return [];
  await refuseOutside(root, [file]);
  const requirements = readRequirements(await readFile(join(root, file), 'utf8'));
  const there = new Set(
    paths.flatMap((path) => /^(?:vendor\/)?([^/]+?)-[^/-]*\.dist-info\//.exec(path)?.[1] ?? []).map(plain),
  );
  const missing = requirements.names.filter((name) => !there.has(plain(name)) && !BROUGHT.has(plain(name)));
  // A line without a package name, such as -e ., counts as present if the folder contains packages.
  if (missing.length === 0 && (there.size > 0 || requirements.refused.length === 0)) return [];
  const installed = await installPackages({ root, file, requirements, runtime, machine });
  if (installed) return installed;
  const target = join(folder, VENDOR);
  const are = missing.length === 1 ? 'is' : 'are';
  throw new ApikitError(
    'PackagesMissing',
    `${file} names ${missing.join(', ')}, which ${are} not in ${target}, and this machine has no uv or pip to install them.`,
    {
      hint: `Install uv or pip. Or put the packages there yourself: python3 -m pip install --requirement ${shellWord(file)} --target ${shellWord(target)}`,
      exitCode: EXIT.usage,
    },
  );
}

/** The file is at the top of the project, or beside the handler as in SAM. */
async function requirementsFile(root: string, folder: string): Promise<string | undefined> {
  for (const file of [...new Set(['requirements.txt', join(folder, 'requirements.txt')])])
    if ((await stat(join(root, file)).catch(() => undefined))?.isFile()) return file;
  return undefined;
}

/** Normalises a name as PyPI does. */
const plain = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-');
