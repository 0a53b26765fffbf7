/** A word of a command that is shown to be typed: quoted for a POSIX shell where it needs quotation marks. Pure. */
import { shellQuoted } from './shell-quoted.ts';

export const shellWord = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : shellQuoted(word));
