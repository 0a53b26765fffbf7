/** Recognizes hidden files and folders by their paths. Tools keep their settings, programs and credentials in them. */

/** Characters without a width. Some file systems leave them out of names, so that they could hide a dot. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

const partsOf = (path: string): string[] => path.replaceAll(INVISIBLE, '').split(/[/\\]/);

/** Whether a part of the path begins with a dot. `.` and `..` are steps and no names. */
export function isHidden(path: string): boolean {
  return partsOf(path).some((part) => part.startsWith('.') && part !== '.' && part !== '..');
}

/**
 * Whether a part of the path is the folder of git, whose settings name programs that git starts. Windows also finds it
 * as `.GIT`, `.git.` and `git~1`.
 */
export function isOfGit(path: string): boolean {
  return partsOf(path).some((part) => /^(?:\.git|git~\d+)[. ]*(?::.*)?$/i.test(part));
}
