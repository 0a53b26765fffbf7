/** The code of a Python function without its packages, which become lines of `requirements.txt`. Pure. */
import type { CodeFiles } from './code-files.ts';
import type { OwnCode } from './node-code.ts';

/** The folder in which pip says what it installed: `requests-2.32.3.dist-info`. */
const RECORD = /^([A-Za-z0-9_.]+)-([^/-]+)\.dist-info\/RECORD$/;

/** Lambda's runtimes contain these packages and what they depend on. */
const IN_RUNTIME = ['boto3', 'botocore', 's3transfer', 'jmespath', 'urllib3', 'python_dateutil', 'six'];

export function pythonCode(files: CodeFiles): OwnCode {
  const packages = [...files].flatMap(([path, contents]) => {
    const [, name, version] = RECORD.exec(path) ?? [];
    if (name === undefined || version === undefined) return [];
    return [{ name, version, paths: recorded(contents), info: path.slice(0, path.indexOf('/') + 1) }];
  });
  const installed = new Set(packages.flatMap(({ paths }) => paths));
  const own = [...files].filter(
    ([path]) =>
      !installed.has(path) && !packages.some(({ info }) => path.startsWith(info)) && !path.includes('__pycache__/'),
  );
  const wanted = packages.filter(({ name }) => !IN_RUNTIME.includes(name));
  return {
    files: new Map(own),
    dependencies: Object.fromEntries(wanted.map(({ name, version }) => [name.replaceAll('_', '-'), version])),
  };
}

/** Each line of a RECORD is a path, a hash and a size. A path with a comma is in quotes. */
const recorded = (contents: Uint8Array): string[] =>
  new TextDecoder()
    .decode(contents)
    .split(/\r?\n/)
    .map((line) => (line.startsWith('"') ? line.slice(1, line.indexOf('"', 1)) : line.split(',', 1)[0]!))
    .filter(Boolean);
