/**
 * Chooses the names of a walk's requests and variables: words that every format and every shell accepts, from names in
 * the contract, which may be any text. No two names are equal, even if case is ignored. Pure.
 */
import type { Creator } from '../testing/creators.ts';
import type { Planning } from '../testing/planning.ts';

/** Returns a word for `text` that differs from all earlier words. It uses `fallback` if no usable character remains. */
export type UniqueWords = (text: string, fallback: string) => string;

export function uniqueWords(taken: readonly string[] = []): UniqueWords {
  const used = new Set(taken.map((word) => word.toLowerCase()));
  return (text, fallback) => {
    const plain = text.replace(/\W+/g, '_').replace(/^_+|_+$/g, '');
    const word = /^[A-Za-z]/.test(plain) ? plain : `${fallback}${plain && `_${plain}`}`;
    let unique = word;
    for (let number = 2; used.has(unique.toLowerCase()); number++) unique = `${word}_${number}`;
    used.add(unique.toLowerCase());
    return unique;
  };
}

export interface VariableNames {
  /** Returns the variable of the value that a step creates. */
  made(creator: Creator): string;
  /**
   * Returns the variable of a parameter that no step creates. The same name with the same value is always one variable.
   */
  given(parameter: string, value: string): string;
  /** Returns the values of all given variables. */
  values(): Record<string, string>;
}

/** The formats themselves use these variables. */
const OWN = ['baseUrl', 'apiKey', 'token'];

export function variableNames({ creators }: Planning): VariableNames {
  const word = uniqueWords(OWN);
  const made = new Map([...creators.values()].map((creator) => [creator, word(wordFor(creator), 'id')]));
  const given = new Map<string, { name: string; value: string }>();
  return {
    made: (creator) => made.get(creator)!,
    given(parameter, value) {
      const key = JSON.stringify([parameter, value]);
      const known = given.get(key) ?? { name: word(parameter, 'parameter'), value };
      given.set(key, known);
      return known.name;
    },
    values: () => Object.fromEntries([...given.values()].map(({ name, value }) => [name, value])),
  };
}

/** For example `/orders/{id}` → `ordersId`, `/orders/{orderId}` → `orderId`. */
function wordFor({ itemPath, parameter }: Creator): string {
  return parameter.toLowerCase() === 'id' ? `${itemPath.split('/').at(-2) || 'item'}Id` : parameter;
}
