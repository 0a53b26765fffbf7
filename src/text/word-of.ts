/** A name for the user's files from a text of somebody else. Pure. */

/** AWS allows 64 characters for names that consist of this name and a stage. */
const LONGEST_NAME = 30;

/** `Pet Store (v2)` → `pet-store-v2`; `undefined` if no letter is left. */
export function wordOf(text: string): string | undefined {
  const word = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, LONGEST_NAME)
    .replace(/-+$/, '');
  return word === '' ? undefined : word;
}
