/** The parts of a file that only some projects need. Pure. */

const MARK = /^ *#\? ([a-z]+)$/;

/**
 * Returns the text without the lines `#? name` and `#? end`, and without what is between them if `names` lacks the
 * name. Sections may contain others.
 *
 * @throws Error if a section is not closed, which is a fault of the template
 */
export function keepSections(text: string, names: ReadonlySet<string>): string {
  const open: boolean[] = [];
  const kept = text.split('\n').filter((line) => {
    const [, name] = MARK.exec(line) ?? [];
    if (name === 'end') {
      if (open.pop() === undefined) throw new Error('a section ends that never began');
      return false;
    }
    if (name !== undefined) {
      open.push(names.has(name));
      return false;
    }
    return !open.includes(false);
  });
  if (open.length > 0) throw new Error('a section is not closed');
  return kept.join('\n');
}
