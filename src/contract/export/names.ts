/**
 * Names of a walk's requests and variables: words that every format and every shell can hold, made from names that a
 * contract gives, which may be anything. No two are alike, whatever the case of their letters. Pure.
 */
import type { Maker } from '../testing/makers.ts';
import type { Planning } from '../testing/plan-cases.ts';

/** A word for `text`, which differs from every word that was given before; `fallback` where nothing is left of it. */
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
  /** Of what a step of the walk makes. */
  made(maker: Maker): string;
  /** Of a parameter that nothing makes. One name and one value are one variable, wherever they are used. */
  given(parameter: string, value: string): string;
  /** Of all given ones. */
  values(): Record<string, string>;
}

/** What the formats themselves have variables for. */
const OWN = ['baseUrl', 'apiKey', 'token'];

export function variableNames({ makers }: Planning): VariableNames {
  const word = uniqueWords(OWN);
  const made = new Map([...makers.values()].map((maker) => [maker, word(wordFor(maker), 'id')]));
  const given = new Map<string, { name: string; value: string }>();
  return {
    made: (maker) => made.get(maker)!,
    given(parameter, value) {
      const key = JSON.stringify([parameter, value]);
      const known = given.get(key) ?? { name: word(parameter, 'parameter'), value };
      given.set(key, known);
      return known.name;
    },
    values: () => Object.fromEntries([...given.values()].map(({ name, value }) => [name, value])),
  };
}

/** `/orders/{id}` → `ordersId`, `/orders/{orderId}` → `orderId` */
function wordFor({ itemPath, parameter }: Maker): string {
  return parameter.toLowerCase() === 'id' ? `${itemPath.split('/').at(-2) || 'item'}Id` : parameter;
}
