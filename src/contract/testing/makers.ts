/**
 * Finds the operation that creates a resource: by links of the contract, or else by the convention that `POST /orders`
 * creates `/orders/{id}`. Pure.
 */
import type { TestedOperation } from './tested-operation.ts';

export interface Maker {
  readonly create: TestedOperation;
  /** The path of the created resource, such as `/orders/{id}`. */
  readonly itemPath: string;
  /** The path parameter that identifies it. */
  readonly parameter: string;
  /** The place of its value in the response (`$response.body#/id`), if the contract names it. */
  readonly expression?: string;
  /** The operation that deletes the resource. Without one, the resource stays. */
  readonly remove?: TestedOperation;
}

/** The makers by the path of the resource. */
export type Makers = ReadonlyMap<string, Maker>;

export function makersOf(operations: readonly TestedOperation[]): Makers {
  const makers = new Map<string, Maker>();
  for (const itemPath of new Set(operations.flatMap(({ operation }) => itemPaths(operation.path)))) {
    const [, collection, parameter] = /^(.*)\/\{([^{}+]+)\}$/.exec(itemPath) ?? [];
    if (collection === undefined || parameter === undefined) continue;
    const at = (method: string, path: string) =>
      operations.find(({ operation }) => operation.method === method && operation.path === path);
    const remove = at('DELETE', itemPath);
    const linked = linkTo(operations, itemPath, parameter);
    const create = linked?.create ?? at('POST', collection === '' ? '/' : collection);
    if (!create) continue;
    makers.set(itemPath, {
      create,
      itemPath,
      parameter,
      ...(linked && { expression: linked.expression }),
      ...(remove && { remove }),
    });
  }
  return makers;
}

/** For example `/a/{x}/b/{y}/c` → `/a/{x}`, `/a/{x}/b/{y}`. */
export function itemPaths(path: string): string[] {
  const segments = path.split('/');
  return segments.flatMap((segment, index) =>
    /^\{[^{}+]+\}$/.test(segment) ? [segments.slice(0, index + 1).join('/')] : [],
  );
}

function linkTo(operations: readonly TestedOperation[], itemPath: string, parameter: string) {
  const targets = new Set(
    operations.filter(({ operation }) => operation.path === itemPath).map(({ operation }) => operation.operationId),
  );
  for (const create of operations) {
    if (create.operation.method !== 'POST') continue;
    for (const { links } of create.responses) {
      for (const [target, parameters] of Object.entries(links)) {
        const expression = parameters[parameter];
        if (targets.has(target) && expression !== undefined) return { create, expression };
      }
    }
  }
  return undefined;
}
