/**
 * Installs the packages of a requirements file for Lambda's machine, with `uv` or `pip` if there is one. It accepts
 * only wheels, because building a package would run its code. Installed packages are kept in the project's local state,
 * by file, runtime and machine.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ApikitError, EXIT } from '../../errors.ts';
import { packageRoot } from '../../files/package-root.ts';
import { refuseLinks } from '../../files/refuse-links.ts';
import type { Machine } from '../contents/native-code.ts';
import type { ZipEntry } from '../contents/zip.ts';
import type { Requirements } from './python-requirements.ts';

export interface Installation {
  /** The project's folder. */
  readonly root: string;
  /** The requirements file, relative to the project. */
  readonly file: string;
  /** The contents of the file. */
  readonly requirements: Requirements;
  /** For example `python3.14`. */
  readonly runtime: string;
  /** The machine that the function will run on. The default is this machine, with its own python3. */
  readonly machine?: Machine | undefined;
}

/** In ms: large wheels over a slow network need minutes. */
const TIMEOUT = 300_000;

/**
 * Returns the files below `vendor/`, or `undefined` if this machine has neither uv nor pip.
 *
 * @throws ApikitError `PackagesNotInstalled` with the installer's reason
 */
export async function installPackages(installation: Installation): Promise<ZipEntry[] | undefined> {
  const { root, file, requirements } = installation;
  const [other] = requirements.refused;
  if (other !== undefined)
    throw notInstalled(
      file,
      `apikit does not support the line "${other}"`,
      'List packages with their versions. Set the source of wheels with --index-url, --extra-index-url or --find-links. Put anything else into the vendor folder beside the handler yourself.',
    );
  const kept = join(root, '.apikit', 'python', keyOf(installation));
  // The files of a folder that a link leads to would be packed as packages.
  refuseLinks(root, kept);
  if (!(await readdir(kept).catch(() => undefined))) {
    await mkdir(join(root, '.apikit', 'python'), { recursive: true });
    const work = await mkdtemp(`${kept}-`);
    try {
      if (!(await install(installation, work))) return undefined;
      // Another run may have installed the same packages first.
      await rename(join(work, PACKAGES), kept).catch(() => undefined);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }
  return await filesBelow(kept);
}

function keyOf({ requirements, runtime, machine }: Installation): string {
  const of = JSON.stringify([requirements.lines, machine ? [runtime, machine] : process.arch]);
  return createHash('sha256').update(of).digest('hex').slice(0, 16);
}

/** The folder below the working folder. It exists after an installation. */
const PACKAGES = 'packages';

async function install(installation: Installation, work: string): Promise<boolean> {
  const { root, file, requirements, runtime, machine } = installation;
  const list = join(work, 'requirements.txt');
  await mkdir(join(work, PACKAGES));
  const folder = join(root, dirname(file));
  await writeFile(list, `${requirements.lines.map((line) => fromHere(line, folder)).join('\n')}\n`);
  const version = runtime.replace('python', '');
  const arch = machine?.arch === 'arm64' ? 'aarch64' : 'x86_64';
  const common = ['--target', join(work, PACKAGES), '--only-binary', ':all:', '--requirement', list];
  const uv = machine
    ? ['--python-version', version, '--python-platform', `${arch}-manylinux2014`]
    : ['--python', 'python3'];
  const pip = machine
    ? ['--python-version', version, '--implementation', 'cp', '--platform', `manylinux2014_${arch}`]
    : [];
  const quiet = ['--disable-pip-version-check', '--no-input', '--no-compile', '--quiet'];
  const attempts: [program: string, args: string[]][] = [
    ['uv', ['pip', 'install', '--quiet', ...uv, ...common]],
    ['python3', ['-m', 'pip', 'install', ...quiet, ...pip, ...common]],
  ];
  for (const [program, args] of attempts) {
    const outcome = await run(program, args);
    if (outcome === 'done') return true;
    if (outcome !== 'absent')
      throw notInstalled(file, outcome, `Correct ${file}; each package needs a wheel for ${runtime} on ${arch}.`);
  }
  return false;
}

/** A folder of wheels is relative to the file. */
function fromHere(line: string, folder: string): string {
  const [, option, place] = /^(--find-links|-f)(?:\s+|=)(\S+)$/.exec(line) ?? [];
  return option === undefined || /^[a-z]+:/i.test(place!)
    ? line
    : `--find-links ${pathToFileURL(resolve(folder, place!)).href}`;
}

/** Returns `absent` if there is no such program, or no pip in it, and otherwise the end of its output. */
function run(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    // The working folder is not the project: a folder from another author may contain programs and settings of these
    // names.
    execFile(program, args, { cwd: packageRoot, timeout: TIMEOUT, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      if (!error) return resolve('done');
      const output = `${stderr}${stdout}`;
      if (error.code === 'ENOENT' || /No module named pip/.test(output)) return resolve('absent');
      const lines = output.split('\n').filter((line) => line.trim() !== '');
      resolve(lines.slice(-3).join(' ').trim() || error.message);
    });
  });
}

/** A function does not need caches and the scripts of packages. */
const LEFT_OUT =
  /(?:^|\/)(?:__pycache__|bin)(?:\/|$)|\.py[co]$|(?:^|\/)(?:RECORD|INSTALLER|REQUESTED|direct_url\.json)$|^\.lock$/;

async function filesBelow(folder: string): Promise<ZipEntry[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !LEFT_OUT.test(path));
  return await Promise.all(
    paths.sort().map(async (path) => ({ path: `vendor/${path}`, contents: await readFile(join(folder, path)) })),
  );
}

function notInstalled(file: string, why: string, hint: string): ApikitError {
  return new ApikitError('PackagesNotInstalled', `The packages of ${file} cannot be installed: ${why}.`, {
    hint,
    exitCode: EXIT.usage,
  });
}
