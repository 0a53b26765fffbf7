/** Cleans the texts for a client: removes invisible characters, and hides the credentials of the server. */
import type { Context } from '../../../context.ts';
import { visibleText } from './visible-text.ts';

const HIDDEN = '(hidden)';

/**
 * Cleans a text, or all texts of a document with the names of its members. An API can return the headers of a request,
 * so the key and the token that `explain` sends could come back in a result.
 */
export interface Cleaner {
  text(text: string): string;
  document<T>(document: T): T;
}

export function createCleaner({ env }: Pick<Context['io'], 'env'>): Cleaner {
  const credentials = [env.APIKIT_KEY, env.APIKIT_TOKEN]
    .map((value) => visibleText(value ?? ''))
    .filter((value) => value !== '')
    // A value may be part of the other one.
    .sort((a, b) => b.length - a.length);
  const text = (dirty: string) =>
    credentials.reduce((rest, value) => rest.replaceAll(value, HIDDEN), visibleText(dirty));
  return {
    text,
    document: <T>(document: T): T =>
      JSON.parse(JSON.stringify(document), (_, part: unknown) => {
        if (typeof part === 'string') return text(part);
        if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
        return Object.fromEntries(Object.entries(part).map(([name, member]) => [text(name), member]));
      }) as T,
  };
}
