/** Limits of single operations in usage plans: by operationId or `GET /items` in apikit.yaml, by `GET /items` in AWS. Pure. */
import type { OperationLimit, StageConfig } from '../../config/config.ts';
import { suggest } from '../../config/suggest.ts';
import type { Operation } from '../model/operations.ts';

export type PlanOperations = Readonly<Record<string, Readonly<Record<string, OperationLimit>>>>;

/** By plan, and in it by `GET /items`. What the contract does not have is left out. */
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

/** What is wrong with the names in apikit.yaml, a sentence each. */
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
          `${where} names ${name}, which is no operation of the contract.${near ? ` Did you mean ${near}?` : ''}`,
        ];
      }
      if (!found.needsKey)
        return [`${where} limits ${name}, which asks for no API key, so that no plan counts its requests.`];
      const other = seen.get(routeOf(found));
      seen.set(routeOf(found), name);
      return other === undefined ? [] : [`${where} names one operation twice: ${other} and ${name}.`];
    });
  });
}

const routeOf = ({ method, path }: Operation): string => `${method} ${path}`;

function operationNamed(operations: readonly Operation[], name: string): Operation | undefined {
  return operations.find((one) => one.operationId === name || routeOf(one) === name);
}
