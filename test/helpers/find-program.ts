/** Programs of this machine. */
import { findProgram as find } from '../../src/files/find-program.ts';

/** Returns the path of the first of these names that is in PATH. */
export function findProgram(...names: readonly string[]): string | undefined {
  return names.map((name) => find(name, process.env.PATH)).find((path) => path !== undefined);
}
