/**
 * Installs the packages of a requirements file for Lambda's machine, with `uv` or `pip` where there is one. Wheels only: a
 * wheel is unpacked, while building a package would run its code. What was installed once is kept beside the project's
 * local state, by the file, the runtime and the machine.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ApikitError, EXIT } from '../../errors.ts';
import { packageRoot } from '../../files/package-root.ts';
import type { Machine } from '../contents/native-code.ts';
import type { ZipEntry } from '../contents/zip.ts';
import type { Requirements } from './python-requirements.ts';

export interface Installation {
  /** The project's folder. */
  readonly root: string;
  /** Of the requirements, relative to the project. */
  readonly file: string;
  /** What is in it. */
  readonly requirements: Requirements;
  /** `python3.14` */
  readonly runtime: string;
  /** Absent: this machine, with its own python3. */
  readonly machine?: Machine | undefined;
}

/** ms; large wheels over a slow network. */
const TIMEOUT = 300_000;

/**
 * The files below `vendor/`. `undefined`: there is neither uv nor pip here.
 *
 * @throws ApikitError `PackagesNotInstalled` with the reason that the installer gives
 */
export async function installPackages(installation: Installation): Promise<ZipEntry[] | undefined> {
  const { root, file, requirements } = installation;
  const [other] = requirements.refused;
  if (other !== undefined)
    throw notInstalled(
      file,
      `apikit does not take the line "${other}"`,
      'Name packages with their versions; where wheels come from is said with --index-url, --extra-index-url or --find-links. Put anything else into the vendor folder beside the handler yourself.',
    );
  const kept = join(root, '.apikit', 'python', keyOf(installation));
  if (!(await readdir(kept).catch(() => undefined))) {
    await mkdir(join(root, '.apikit', 'python'), { recursive: true });
    const work = await mkdtemp(`${kept}-`);
    try {
      if (!(await install(installation, work))) return undefined;
      // Another run may have been quicker, with the same.
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

/** Below the working folder; it exists when something was installed. */
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

/** A folder of wheels is named relative to the file. */
function fromHere(line: string, folder: string): string {
  const [, option, place] = /^(--find-links|-f)(?:\s+|=)(\S+)$/.exec(line) ?? [];
  return option === undefined || /^[a-z]+:/i.test(place!)
    ? line
    : `--find-links ${pathToFileURL(resolve(folder, place!)).href}`;
}

/** `absent`: there is no such program, or no pip in it; else the end of what it said. */
function run(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    // Not started in the project: a folder of somebody else's may hold programs and settings of these names.
    execFile(program, args, { cwd: packageRoot, timeout: TIMEOUT, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      if (!error) return resolve('done');
      const said = `${stderr}${stdout}`;
      if (error.code === 'ENOENT' || /No module named pip/.test(said)) return resolve('absent');
      const lines = said.split('\n').filter((line) => line.trim() !== '');
      resolve(lines.slice(-3).join(' ').trim() || error.message);
    });
  });
}

/** Caches and the scripts of packages are no part of a function. */
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
