/**
 * Chooses names of files and folders that every system allows. They come from names in a contract, which may be any
 * text. Pure.
 */

/** Windows reserves these names with any ending (learn.microsoft.com/windows/win32/fileio/naming-a-file). */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d|conin|conout)$/i;
const LONGEST = 60;

/**
 * Returns a function for one folder. Its names have letters, digits and hyphens only, differ even if case is ignored,
 * and differ from those in `taken`. It uses `fallback` if no usable character remains.
 */
export function fileNames(taken: readonly string[]): (text: string, fallback: string) => string {
  const used = new Set(taken.map((name) => name.toLowerCase()));
  return (text, fallback) => {
    const plain = text
      .replace(/[^A-Za-z0-9]+/g, '-')
      .slice(0, LONGEST)
      .replace(/^-+|-+$/g, '');
    const name = plain === '' || RESERVED.test(plain) ? `${fallback}${plain && `-${plain}`}` : plain;
    let unique = name;
    for (let number = 2; used.has(unique.toLowerCase()); number++) unique = `${name}-${number}`;
    used.add(unique.toLowerCase());
    return unique;
  };
}
