/** Returns who may call each operation, for the handler's generated module. Pure. */
import type { Access } from './access.ts';
import type { Operation } from './operations.ts';

export function accessById(operations: readonly Operation[]): Record<string, Access> {
  return Object.fromEntries(operations.map(({ operationId, access }) => [operationId, access]));
}
