/** Names of components that a reference brings into the normalised document. */

/** Parts of a pointer that say where a thing is, and not what it is. */
const STRUCTURE = new Set(
  (
    'components schemas definitions $defs properties parameters responses requestBodies headers examples links ' +
    'callbacks securitySchemes paths content schema items allOf anyOf oneOf not additionalProperties schema.json'
  ).split(' '),
);

/** Hands out free names, the same ones for the same calls in the same order. */
export function componentNames() {
  const taken = new Set<string>();
  const slot = (section: string, name: string) => `${section} ${name}`;
  return {
    take(section: string, name: string): void {
      taken.add(slot(section, name));
    },
    /** After the last part of the pointer that is a name, or after the file. */
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
