/** Makes the texts of a document such that a person sees everything that a model reads. */
import { plainText } from '../../../ui/safe-output.ts';

/**
 * The tag characters of Unicode, and characters without width that join nothing. They have no picture, so instructions
 * for a model can hide in them.
 */
const INVISIBLE = /[\u{e0000}-\u{e007f}\u200b\u2060\ufeff]/gu;

/** Returns the value with all its texts, also the names of members, without invisible and control characters. */
export function visible<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, part: unknown) => {
    if (typeof part === 'string') return visibleText(part);
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([name, member]) => [visibleText(name), member]));
  }) as T;
}

export const visibleText = (text: string): string => plainText(text).replace(INVISIBLE, '');
