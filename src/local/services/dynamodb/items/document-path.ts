/** Document paths: `a.b[2]` is `['a', 'b', 2]`. */
import { type AttributeValue, attributeOf, type Item, setAttribute } from './attribute-value.ts';

export type DocumentPath = readonly [string, ...(string | number)[]];

export function valueAt(path: DocumentPath, item: Item): AttributeValue | undefined {
  let value = attributeOf(item, path[0]);
  for (let at = 1; at < path.length && value; at++) value = childOf(value, path[at]!);
  return value;
}

export function childOf(value: AttributeValue, step: string | number): AttributeValue | undefined {
  if (typeof step === 'number') return value.L?.[step];
  return value.M && attributeOf(value.M, step);
}

/**
 * Returns the parts of an item at these paths, which do not overlap. Elements of a list are in the order of their
 * indexes, without the gaps between them.
 */
export function project(item: Item, paths: readonly DocumentPath[]): Item {
  const root: Branch = { children: new Map() };
  for (const path of paths) {
    const value = valueAt(path, item);
    if (value) graft(root, path, value);
  }
  return grown(root).M ?? {};
}

interface Branch {
  readonly children: Map<string | number, Branch | AttributeValue>;
}

const isBranch = (node: Branch | AttributeValue): node is Branch => 'children' in node && node.children instanceof Map;

function graft(root: Branch, path: DocumentPath, value: AttributeValue): void {
  let branch = root;
  for (const step of path.slice(0, -1)) {
    const next = branch.children.get(step) ?? { children: new Map() };
    branch.children.set(step, next);
    branch = next as Branch;
  }
  branch.children.set(path.at(-1)!, value);
}

function grown({ children }: Branch): AttributeValue {
  const values = [...children].map(([step, node]) => [step, isBranch(node) ? grown(node) : node] as const);
  if (values.some(([step]) => typeof step === 'number')) {
    return { L: values.sort(([one], [other]) => Number(one) - Number(other)).map(([, value]) => value) };
  }
  const item: Record<string, AttributeValue> = {};
  for (const [name, value] of values) setAttribute(item, String(name), value);
  return { M: item };
}

/** Returns the path as DynamoDB's messages write it: `[a, b, [2]]`. */
export const shownPath = (path: DocumentPath): string =>
  `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;
