/** What the live function has in its environment: among it the names of the tables that it uses. Pure. */
import type { Observed } from '../../engine/resource.ts';

export function functionEnvironment(observed: ReadonlyMap<string, Observed>): Readonly<Record<string, string>> {
  return (observed.get('function')?.properties.environment ?? {}) as Record<string, string>;
}
