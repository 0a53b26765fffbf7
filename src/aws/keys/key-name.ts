/** The limits of a key's name. Pure. */

/** The most characters that AWS allows. */
export const MAX_NAME = 1024;

/** A name with tabs or line breaks would make a list show keys that do not exist. */
export const hasControls = (name: string): boolean => /[\p{Cc}\p{Zl}\p{Zp}]/u.test(name);
