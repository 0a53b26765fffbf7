/** One text as one word of a POSIX shell: nothing in it is expanded, run or ended early. Pure. */

/** @param text anything but NUL, which no argument of a command can hold */
export const shellQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
