/** Lists the files of a layer's folder. A link counts as its target, which must be in the project. Reads only. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ApikitError, EXIT } from '../../errors.ts';
import { nothingThere } from '../../files/nothing-there.ts';
import { type RealPlace, realPlaces } from '../../files/real-place.ts';

/**
 * Returns paths relative to `folder`, with forward slashes, sorted.
 *
 * @throws ApikitError `FileNotPackable` for a link that leads to nothing, out of the project or to a folder above it
 */
export async function layerFiles(root: string, folder: string): Promise<string[]> {
  const placeOf = await realPlaces(root);

  /** `above` has the real places of the folders around it. */
  async function below(path: string, above: readonly string[]): Promise<string[]> {
    const named = path === '' ? folder : `${folder}/${path}`;
    const { real, within } = await placeOf(named);
    if (within !== 'project') throw refused(named, `leads to ${real}, outside the project`);
    if (above.includes(real)) throw refused(named, `leads to ${real}, a folder above it`);
    const entries = await readdir(join(root, named), { withFileTypes: true });
    const found = entries.map(async (entry) => {
      const inside = path === '' ? entry.name : `${path}/${entry.name}`;
      if (isLeftOut(inside)) return [];
      const isFolder = entry.isSymbolicLink() ? await leadsToFolder(`${folder}/${inside}`) : entry.isDirectory();
      return isFolder ? await below(inside, [...above, real]) : [inside];
    });
    return (await Promise.all(found)).flat();
  }

  async function leadsToFolder(link: string): Promise<boolean> {
    const place: RealPlace | undefined = await placeOf(link).catch(nothingThere);
    if (place === undefined) throw refused(link, 'is a link that leads to nothing');
    if (place.within !== 'project') throw refused(link, `leads to ${place.real}, outside the project`);
    return (await stat(place.real)).isDirectory();
  }

  return (await below('', [])).sort();
}

/** npm writes these into a folder with packages. No code finds them there. */
const OF_NPM = new Set(['.bin', '.cache', '.package-lock.json']);

/**
 * The packages of the folder's package.json are added where Lambda looks for them. Hidden files belong to other
 * programs, except those of installed packages.
 */
function isLeftOut(path: string): boolean {
  const parts = path.split('/');
  const packages = parts.indexOf('node_modules');
  if (packages === 0) return true;
  const isOther = (part: string, index: number) =>
    packages >= 0 && index > packages
      ? parts[index - 1] === 'node_modules' && OF_NPM.has(part)
      : part.startsWith('.') || part === '__pycache__';
  return parts.some(isOther);
}

function refused(path: string, why: string): ApikitError {
  return new ApikitError('FileNotPackable', `${path} cannot be packed into a layer: it ${why}.`, {
    hint: 'Delete it, or put a copy of what the layer needs in its place.',
    exitCode: EXIT.usage,
  });
}
