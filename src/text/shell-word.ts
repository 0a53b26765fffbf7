/** A word of a command that the user can type. It is quoted for a POSIX shell if necessary. Pure. */
import { shellQuoted } from './shell-quoted.ts';

export const shellWord = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : shellQuoted(word));
