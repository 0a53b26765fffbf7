/** Settings that people look for and apikit does not have, each with what to do instead. Pure. */
import type { Path } from './problem.ts';

interface Unsupported {
  /** Names that people give to the setting. */
  readonly names: readonly string[];
  readonly what: string;
  readonly fix: string;
}

const OF_FUNCTION: readonly Unsupported[] = [
  {
    names: ['efs', 'fileSystem', 'fileSystems', 'fileSystemConfigs'],
    what: 'apikit does not mount EFS file systems, which also need a VPC and make cold starts longer.',
    fix: 'Keep data in a table or a bucket; pack read-only files with function.bundle.files, and use function.ephemeralStorage for temporary ones (docs/function.md#what-is-not-supported).',
  },
  {
    names: ['image', 'imageUri', 'imageConfig', 'container', 'dockerfile', 'packageType'],
    what: 'apikit deploys functions as zip files and not as container images.',
    fix: 'Use function.runtime, and function.bundle.external for packages with native code. The zip may have 250 MB unpacked (docs/function.md#what-is-not-supported).',
  },
];

/** Returns `undefined` if the name at this place means nothing that apikit knows of. */
export function unsupportedSetting(path: Path): Omit<Unsupported, 'names'> | undefined {
  const [name, section] = [path.at(-1), path.at(-2)];
  return section === 'function' ? OF_FUNCTION.find(({ names }) => names.includes(String(name))) : undefined;
}
