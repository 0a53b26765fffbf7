/**
 * REST-JSON routing: maps `METHOD /a/{label}/b` patterns to operations. A literal wins over a label, a label over
 * `{greedy+}`. A pattern can end in one query literal, `POST /apikeys?mode=import`, which wins over the same pattern
 * without it.
 */
import type { Operation } from '../cloud/operation.ts';

export interface RouteMatch {
  readonly operation: Operation;
  readonly labels: Record<string, string>;
}

interface Node {
  literals: Map<string, Node>;
  label?: { name: string; node: Node };
  greedy?: { name: string; operations: Map<string, Route> };
  /** Operations by `METHOD` or `METHOD?name=value`. */
  operations: Map<string, Route>;
}

/** Two operations can use different names for the same label, so the names belong to the operation. */
interface Route {
  readonly operation: Operation;
  readonly labels: readonly string[];
}

const routeOf = (operation: Operation, path: string): Route => ({
  operation,
  labels: [...path.matchAll(/\{(.+?)\+?\}/g)].map((match) => match[1]!),
});

const newNode = (): Node => ({ literals: new Map(), operations: new Map() });

export class RouteTable {
  private readonly root = newNode();

  /** `http` is the method and the path with labels, e.g. `PUT /functions/{FunctionName}/code`. */
  add(operation: Operation, http: string): void {
    const [verb, target] = http.split(' ') as [string, string];
    const [path, query] = target.split('?', 2) as [string, string?];
    const method = query === undefined ? verb : `${verb}?${query}`;
    let node = this.root;
    for (const segment of segmentsOf(path)) {
      const label = /^\{(.+?)(\+?)\}$/.exec(segment);
      if (label?.[2]) {
        node.greedy ??= { name: label[1]!, operations: new Map() };
        node.greedy.operations.set(method, routeOf(operation, path));
        return;
      }
      node = label ? labelled(node, label[1]!) : literal(node, segment);
    }
    node.operations.set(method, routeOf(operation, path));
  }

  /** `path` is not decoded and has no query. */
  match(method: string, path: string, query = new URLSearchParams()): RouteMatch | undefined {
    const methods = [...[...query].map(([name, value]) => `${method}?${name}=${value}`), method];
    return walk(this.root, segmentsOf(path), 0, methods, []);
  }
}

const segmentsOf = (path: string): string[] => path.split('/').filter((segment) => segment !== '');

function literal(node: Node, segment: string): Node {
  const child = node.literals.get(segment) ?? newNode();
  node.literals.set(segment, child);
  return child;
}

function labelled(node: Node, name: string): Node {
  node.label ??= { name, node: newNode() };
  return node.label.node;
}

/** `methods` has the possible keys of an operation, the best first. */
function walk(
  node: Node,
  segments: string[],
  index: number,
  methods: string[],
  values: string[],
): RouteMatch | undefined {
  const segment = segments[index];
  if (segment === undefined) return bind(firstOf(node.operations, methods), values);
  const exact = node.literals.get(segment);
  const byLiteral = exact && walk(exact, segments, index + 1, methods, values);
  if (byLiteral) return byLiteral;
  const byLabel = node.label && walk(node.label.node, segments, index + 1, methods, [...values, decode(segment)]);
  if (byLabel) return byLabel;
  return bind(node.greedy && firstOf(node.greedy.operations, methods), [
    ...values,
    decode(segments.slice(index).join('/')),
  ]);
}

function firstOf(operations: Map<string, Route>, methods: readonly string[]): Route | undefined {
  const key = methods.find((method) => operations.has(method));
  return key === undefined ? undefined : operations.get(key);
}

function bind(route: Route | undefined, values: string[]): RouteMatch | undefined {
  if (!route) return undefined;
  const { operation, labels } = route;
  return { operation, labels: Object.fromEntries(labels.map((name, position) => [name, values[position]!])) };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
