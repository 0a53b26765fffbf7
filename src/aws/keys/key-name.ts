/** What the name of a key may be. Pure. */

/** Characters that AWS allows. */
export const MAX_NAME = 1024;

/** With tabs and line breaks in a name, a list of keys would show others than there are. */
export const hasControls = (name: string): boolean => /[\p{Cc}\p{Zl}\p{Zp}]/u.test(name);
