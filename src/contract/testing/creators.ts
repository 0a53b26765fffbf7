/**
 * Finds the operation that creates a resource: by links of the contract, or else by the convention that `POST /orders`
 * creates `/orders/{id}`. Pure.
 */
import type { Operation } from '../model/operations.ts';

export interface Creator {
  readonly create: Operation;
  /** The path of the created resource, such as `/orders/{id}`. */
  readonly itemPath: string;
  /** The path parameter that identifies it. */
  readonly parameter: string;
  /** The place of its value in the response (`$response.body#/id`), if the contract names it. */
  readonly expression?: string;
  /** The operation that deletes the resource. Without one, the resource stays. */
  readonly remove?: Operation;
}

/** The creators by the path of the resource. */
export type Creators = ReadonlyMap<string, Creator>;

export function creatorsOf(operations: readonly Operation[]): Creators {
  const creators = new Map<string, Creator>();
  for (const itemPath of new Set(operations.flatMap(({ path }) => itemPaths(path)))) {
    const [, collection, parameter] = /^(.*)\/\{([^{}+]+)\}$/.exec(itemPath) ?? [];
    if (collection === undefined || parameter === undefined) continue;
    const at = (method: string, path: string) =>
      operations.find((each) => each.method === method && each.path === path);
    const remove = at('DELETE', itemPath);
    const linked = linkTo(operations, itemPath, parameter);
    const create = linked?.create ?? at('POST', collection === '' ? '/' : collection);
    if (!create) continue;
    creators.set(itemPath, {
      create,
      itemPath,
      parameter,
      ...(linked && { expression: linked.expression }),
      ...(remove && { remove }),
    });
  }
  return creators;
}

/** Returns the first resource that the operation creates. */
export function creatorWith(creators: Creators, create: Operation): Creator | undefined {
  return [...creators.values()].find((creator) => creator.create === create);
}

/** For example `/a/{x}/b/{y}/c` → `/a/{x}`, `/a/{x}/b/{y}`. */
export function itemPaths(path: string): string[] {
  const segments = path.split('/');
  return segments.flatMap((segment, index) =>
    /^\{[^{}+]+\}$/.test(segment) ? [segments.slice(0, index + 1).join('/')] : [],
  );
}

function linkTo(operations: readonly Operation[], itemPath: string, parameter: string) {
  const targets = new Set(operations.filter(({ path }) => path === itemPath).map(({ operationId }) => operationId));
  for (const create of operations) {
    if (create.method !== 'POST') continue;
    for (const { links } of create.responses) {
      for (const [target, parameters] of Object.entries(links)) {
        const expression = parameters[parameter];
        if (targets.has(target) && expression !== undefined) return { create, expression };
      }
    }
  }
  return undefined;
}
