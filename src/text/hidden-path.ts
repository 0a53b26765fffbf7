/** Recognizes hidden files and folders by their paths. Tools keep their settings, programs and credentials in them. */

/** Characters without a width. Some file systems leave them out of names, so that they could hide a dot. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

const partsOf = (path: string): string[] => path.replaceAll(INVISIBLE, '').split(/[/\\]/);

/** Folders of `node_modules` with installed packages, to which pnpm, Bun, and npm or Yarn link. */
const STORES = ['.pnpm', '.bun', '.store'];

/**
 * Whether a part of the path begins with a dot. `.` and `..` are steps and no names, and installed packages are not
 * hidden.
 */
export function isHidden(path: string): boolean {
  const parts = partsOf(path);
  const isStore = (part: string, index: number) => STORES.includes(part) && parts[index - 1] === 'node_modules';
  return parts.some((part, index) => part.startsWith('.') && part !== '.' && part !== '..' && !isStore(part, index));
}

/**
 * Whether a part of the path is the folder of git, whose settings name programs that git starts. Windows also finds it
 * as `.GIT`, `.git.` and `git~1`.
 */
export function isOfGit(path: string): boolean {
  return partsOf(path).some((part) => /^(?:\.git|git~\d+)[. ]*(?::.*)?$/i.test(part));
}
