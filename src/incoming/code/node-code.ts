/** The code of a Node.js function without its packages, which become dependencies of the project. Pure. */
import { importedPackages } from '../../templates/from-handler/imported-packages.ts';
import { type CodeFiles, LONGEST_SOURCE } from './code-files.ts';

export interface OwnCode {
  readonly files: CodeFiles;
  /** Versions by package, in npm's form. */
  readonly dependencies: Readonly<Record<string, string>>;
}

const PACKAGED = /^node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/;
const CODE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** The versions of the packages that Lambda's runtimes contain, and that a zip therefore need not. */
const IN_RUNTIME: Readonly<Record<string, string>> = { '@aws-sdk/': '^3.0.0', '@smithy/': '*', 'aws-sdk': '^2.1692.0' };

export function nodeCode(files: CodeFiles): OwnCode {
  const own = new Map([...files].filter(([path]) => !path.split('/').includes('node_modules')));
  const packaged = [...files].flatMap(([path, contents]) => {
    const [, name] = PACKAGED.exec(path) ?? [];
    return name === undefined ? [] : [[name, manifestIn(contents).version ?? '*'] as const];
  });
  const listed = manifestIn(own.get('package.json')).dependencies;
  // A manifest says which packages are wanted. Without one, all that are installed are.
  const wanted = listed ?? Object.fromEntries(packaged);
  const brought = importedBy(own).flatMap((name) => {
    const version = Object.entries(IN_RUNTIME).find(([start]) => name.startsWith(start))?.[1];
    return version === undefined || wanted[name] !== undefined ? [] : [[name, version] as const];
  });
  return { files: own, dependencies: { ...wanted, ...Object.fromEntries(brought) } };
}

interface Manifest {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function manifestIn(contents: Uint8Array | undefined): Manifest {
  try {
    return contents ? ((JSON.parse(new TextDecoder().decode(contents)) ?? {}) as Manifest) : {};
  } catch {
    return {};
  }
}

/** The packages that the code imports by name. */
function importedBy(files: CodeFiles): string[] {
  const names = [...files]
    .filter(([path, contents]) => CODE.test(path) && contents.length <= LONGEST_SOURCE)
    .flatMap(([, contents]) => importedPackages(new TextDecoder().decode(contents)));
  return [...new Set(names)].sort();
}
