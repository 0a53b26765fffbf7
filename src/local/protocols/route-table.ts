/** REST-JSON routing: `METHOD /a/{label}/b` patterns to operations; a literal beats a label, a label beats `{greedy+}`. */
import type { Operation } from '../operation.ts';

export interface RouteMatch {
  readonly operation: Operation;
  readonly labels: Record<string, string>;
}

interface Node {
  literals: Map<string, Node>;
  label?: { name: string; node: Node };
  greedy?: { name: string; operations: Map<string, Operation> };
  operations: Map<string, Operation>;
}

const newNode = (): Node => ({ literals: new Map(), operations: new Map() });

export class RouteTable {
  private readonly root = newNode();

  add(operation: Operation): void {
    if (!operation.http) throw new Error(`${operation.name} has no HTTP binding`);
    const [method, path] = operation.http.split(' ') as [string, string];
    let node = this.root;
    for (const segment of segmentsOf(path)) {
      const label = /^\{(.+?)(\+?)\}$/.exec(segment);
      if (label?.[2]) {
        node.greedy ??= { name: label[1]!, operations: new Map() };
        node.greedy.operations.set(method, operation);
        return;
      }
      node = label ? labelled(node, label[1]!) : literal(node, segment);
    }
    node.operations.set(method, operation);
  }

  /** `path` is undecoded, without the query. */
  match(method: string, path: string): RouteMatch | undefined {
    return walk(this.root, segmentsOf(path), 0, method, []);
  }
}

const segmentsOf = (path: string): string[] => path.split('/').filter((segment) => segment !== '');

function literal(node: Node, segment: string): Node {
  const child = node.literals.get(segment) ?? newNode();
  node.literals.set(segment, child);
  return child;
}

/** Two operations may name the same position differently; the names travel with the operation that matched. */
function labelled(node: Node, name: string): Node {
  node.label ??= { name, node: newNode() };
  return node.label.node;
}

function walk(node: Node, segments: string[], index: number, method: string, values: string[]): RouteMatch | undefined {
  const segment = segments[index];
  if (segment === undefined) return bind(node.operations.get(method), values);
  const exact = node.literals.get(segment);
  const byLiteral = exact && walk(exact, segments, index + 1, method, values);
  if (byLiteral) return byLiteral;
  const byLabel = node.label && walk(node.label.node, segments, index + 1, method, [...values, decode(segment)]);
  if (byLabel) return byLabel;
  return bind(node.greedy?.operations.get(method), [...values, decode(segments.slice(index).join('/'))]);
}

function bind(operation: Operation | undefined, values: string[]): RouteMatch | undefined {
  if (!operation) return undefined;
  const names = [...operation.http!.matchAll(/\{(.+?)\+?\}/g)].map((match) => match[1]!);
  return { operation, labels: Object.fromEntries(names.map((name, position) => [name, values[position]!])) };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
