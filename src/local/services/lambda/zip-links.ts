/** Where the symbolic links of an archive lead once it is unpacked: alone, and through one another. */
import { plainName, type ZipEntry, ZipError } from './zip-archive.ts';

/** As many links one after the other as Linux follows. */
const MAX_LINKS = 40;

/** Throws `ZipError` for a link that leads out of the archive, be it by way of other links. */
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

/** Segments of the place that is reached from folder `from`, which is no link; `undefined` outside, or after too many steps. */
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
