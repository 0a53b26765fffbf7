/** The names that a resource has in paths, in code and in prose. All come from its plural. Pure. */

export interface ResourceNames {
  /** `order-lines`: used in paths, and the name of the table. */
  plural: string;
  /** `order line`: used in prose. */
  singular: string;
  /** `OrderLines`: used in operation IDs. */
  pluralPascal: string;
  /** `OrderLine`: used in operation IDs and in the names of schemas and types. */
  singularPascal: string;
}

export function resourceNames(plural: string): ResourceNames {
  const singular = toSingular(plural);
  return {
    plural,
    singular: singular.replaceAll('-', ' '),
    pluralPascal: toPascal(plural),
    singularPascal: toPascal(singular),
  };
}

/** Plurals that are common in APIs and that the rules below would get wrong. */
const IRREGULAR: Record<string, string> = {
  aliases: 'alias',
  bonuses: 'bonus',
  buses: 'bus',
  calories: 'calorie',
  children: 'child',
  cookies: 'cookie',
  movies: 'movie',
  news: 'news',
  people: 'person',
  series: 'series',
  statuses: 'status',
};

/** Returns the words with the last one in the singular. A word that is not a plural stays as it is. */
function toSingular(words: string): string {
  return words.replace(/[^-]+$/, (word) => {
    if (Object.hasOwn(IRREGULAR, word)) return IRREGULAR[word]!;
    if (/[^aeiou]ies$/.test(word)) return word.replace(/ies$/, 'y');
    if (/(ss|sh|ch|x|zz)es$/.test(word)) return word.replace(/es$/, '');
    if (/(ss|us|is)$/.test(word)) return word;
    return word.replace(/(?<=.)s$/, '');
  });
}

function toPascal(word: string): string {
  return word.replace(/(^|-)([a-z0-9])/g, (_all, _dash, letter: string) => letter.toUpperCase());
}
