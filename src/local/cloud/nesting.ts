/** The limit for the nesting of data from a client: a recursive function must not overflow the stack. */

/** More than any request that AWS accepts: the 32 levels of a DynamoDB item are about 70 levels of JSON. */
const MAX_NESTING = 128;

/** More than any schema or OpenAPI document has. */
export const MAX_DOCUMENT_NESTING = 500;

/** Whether a value has at most this many levels of lists and objects. */
export function isShallow(tree: object, levels = MAX_NESTING): boolean {
  if (levels === 0) return false;
  for (const value of Object.values(tree)) {
    const branches = typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
    if (branches && !isShallow(value, levels - 1)) return false;
  }
  return true;
}
