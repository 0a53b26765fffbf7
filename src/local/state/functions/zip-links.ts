/** Follows the symbolic links of an archive as if it were unpacked: single links and chains. */
import { plainName, type ZipEntry, ZipError } from './zip-archive.ts';

/** The number of links that Linux follows in one path. */
const MAX_LINKS = 40;

/** Throws `ZipError` for a link that leads out of the archive, also through other links. */
export function refuseEscapingLinks(entries: readonly ZipEntry[]): void {
  const all = entries
    .filter(({ kind }) => kind === 'symlink')
    .map((entry) => [plainName(entry.name), entry.read().toString('utf8').replaceAll('\\', '/')] as const);
  const links = new Map(all);
  for (const [name, target] of all) {
    const steps = { left: MAX_LINKS };
    if (follow(name.split('/').slice(0, -1), target, links, steps) === undefined)
      throw new ZipError(`${name} links outside of the archive`);
  }
}

/**
 * Returns the segments of the target, starting at the folder `from`, which is not a link; `undefined` if the target is
 * outside, or after too many steps.
 */
function follow(
  from: readonly string[],
  target: string,
  links: ReadonlyMap<string, string>,
  steps: { left: number },
): string[] | undefined {
  if (target.startsWith('/') || /^[a-z]:/i.test(target)) return undefined;
  let at: string[] | undefined = [...from];
  for (const part of target.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (at.pop() === undefined) return undefined;
      continue;
    }
    const next: string = [...at, part.toLowerCase()].join('/');
    const link = links.get(next);
    if (link === undefined) {
      at.push(part.toLowerCase());
      continue;
    }
    steps.left -= 1;
    at = steps.left < 0 ? undefined : follow(at, link, links, steps);
    if (at === undefined) return undefined;
  }
  return at;
}
