/**
 * Limits of single operations in usage plans. `apikit.yaml` names an operation by ID or as `GET /items`, AWS only as
 * `GET /items`. Pure.
 */
import type { OperationLimit, StageConfig } from '../../config/config.ts';
import { suggest } from '../../config/suggest.ts';
import type { Operation } from '../model/operations.ts';

export type PlanOperations = Readonly<Record<string, Readonly<Record<string, OperationLimit>>>>;

/** Returns the limits by plan and by `GET /items`. Operations that the contract does not have are left out. */
export function planOperations(operations: readonly Operation[], { usagePlans }: StageConfig): PlanOperations {
  return Object.fromEntries(
    Object.entries(usagePlans).map(([plan, { operations: limits = {} }]) => [
      plan,
      Object.fromEntries(
        Object.entries(limits).flatMap(([name, limit]) => {
          const found = operationNamed(operations, name);
          return found ? [[routeOf(found), limit]] : [];
        }),
      ),
    ]),
  );
}

/** Returns the problems of the names in `apikit.yaml`, one sentence each. */
export function planOperationProblems(operations: readonly Operation[], { usagePlans }: StageConfig): string[] {
  return Object.entries(usagePlans).flatMap(([plan, { operations: limits = {} }]) => {
    const seen = new Map<string, string>();
    return Object.keys(limits).flatMap((name) => {
      const where = `usagePlans.${plan}.operations`;
      const found = operationNamed(operations, name);
      if (!found) {
        const near = suggest(
          name,
          operations.flatMap((one) => [one.operationId, routeOf(one)]),
        );
        return [
          `${where} names ${name}, which is not an operation of the contract.${near ? ` Did you mean ${near}?` : ''}`,
        ];
      }
      if (!found.access.key)
        return [`${where} limits ${name}, which requires no API key, so no plan counts its requests.`];
      const other = seen.get(routeOf(found));
      seen.set(routeOf(found), name);
      return other === undefined ? [] : [`${where} names the same operation twice: ${other} and ${name}.`];
    });
  });
}

const routeOf = ({ method, path }: Operation): string => `${method} ${path}`;

function operationNamed(operations: readonly Operation[], name: string): Operation | undefined {
  return operations.find((one) => one.operationId === name || routeOf(one) === name);
}
