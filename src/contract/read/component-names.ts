/** Names the components that references add to the normalised document. */

/** Parts of a pointer that give the place of a component, not its name. */
const STRUCTURE = new Set(
  (
    'components schemas definitions $defs properties parameters responses requestBodies headers examples links ' +
    'callbacks securitySchemes paths content schema items allOf anyOf oneOf not additionalProperties schema.json'
  ).split(' '),
);

/** Returns free names. The same calls in the same order return the same names. */
export function componentNames() {
  const taken = new Set<string>();
  const slot = (section: string, name: string) => `${section} ${name}`;
  return {
    take(section: string, name: string): void {
      taken.add(slot(section, name));
    },
    /** The name is the last part of the pointer that is a name, or comes from the file. */
    make(section: string, file: string, tokens: readonly string[]): string {
      const words = tokens.filter((token) => !STRUCTURE.has(token) && !/^\d+$/.test(token));
      const stem = file
        .split('/')
        .at(-1)!
        .replace(/\.[^.]*$/, '');
      const base = (words.at(-1) ?? stem).replaceAll(/[^A-Za-z0-9._-]+|^__proto__$/g, '_') || 'Component';
      let name = base;
      for (let n = 2; taken.has(slot(section, name)); n++) name = `${base}${n}`;
      taken.add(slot(section, name));
      return name;
    },
  };
}
