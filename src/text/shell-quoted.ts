/** Quotes a text as one word of a POSIX shell: the shell expands and runs nothing in it. Pure. */

/** @param text any text without NUL, which no argument of a command can hold */
export const shellQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
