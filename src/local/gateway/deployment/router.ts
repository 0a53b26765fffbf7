/**
 * Finds the resource of a path. Static segments win over `{variables}`, and variables over `{greedy+}`. If a resource
 * does not serve the method, the next best resource is tried (recorded:
 * test_proxy_routing_with_hardcoded_resource_sibling). Pure: built once per deployment.
 */
import { decodePercent } from '../http/query.ts';

export interface Routable<Target> {
  /** `/pets/{petId}`, `/{proxy+}` */
  readonly path: string;
  /** Methods by HTTP method or `ANY`. */
  readonly methods: ReadonlyMap<string, Target>;
}

export interface RouteMatch<Target> {
  readonly target: Target;
  /** Values as they are in the path, percent-encoded. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The matched path: static segments as the resource writes them, without a slash at the end. */
  readonly path: string;
}

/** Returns `undefined` if nothing serves this method on this path. */
export type Router<Target> = (httpMethod: string, path: string) => RouteMatch<Target> | undefined;

interface Node<Target> {
  readonly children: Map<string, Node<Target>>;
  variable?: { readonly name: string; readonly node: Node<Target> };
  greedy?: { readonly name: string; readonly node: Node<Target> };
  methods?: ReadonlyMap<string, Target>;
}

/** The methods that `ANY` stands for; API Gateway does not know other verbs. */
const ANY_METHODS = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']);

const NO_PARAMETERS: Readonly<Record<string, string>> = Object.freeze({});

export function createRouter<Target>(resources: Iterable<Routable<Target>>): Router<Target> {
  const root: Node<Target> = { children: new Map() };
  for (const { path, methods } of resources) descend(root, path).methods = methods;

  return (httpMethod, path) => {
    // A trailing slash does not count: `/items/` is `/items`.
    let end = path.length;
    while (end > 1 && path.charCodeAt(end - 1) === 47) end -= 1;
    const segments = end <= 1 ? [] : path.slice(1, end).split('/');
    const found: Found = { variables: [], decoded: [] };
    const target = search(root, segments, 0, httpMethod, found);
    if (target === undefined) return undefined;
    for (const [index, segment] of found.decoded) segments[index] = segment;
    return {
      target,
      parameters: found.variables.length === 0 ? NO_PARAMETERS : Object.fromEntries(found.variables),
      path: found.decoded.length > 0 ? `/${segments.join('/')}` : path.slice(0, Math.max(end, 1)),
    };
  };
}

function descend<Target>(root: Node<Target>, path: string): Node<Target> {
  let node = root;
  for (const segment of path.split('/')) {
    if (segment === '') continue;
    const variable = /^\{(.+?)(\+?)\}$/.exec(segment);
    if (variable === null) {
      const child: Node<Target> = node.children.get(segment) ?? { children: new Map() };
      node.children.set(segment, child);
      node = child;
    } else {
      const kind = variable[2] === '+' ? 'greedy' : 'variable';
      node[kind] ??= { name: variable[1]!, node: { children: new Map() } };
      node = node[kind].node;
    }
  }
  return node;
}

/** The parts of the path that the matching branch has used. */
interface Found {
  readonly variables: [name: string, value: string][];
  /** Static segments that are encoded differently in the path. */
  readonly decoded: [index: number, segment: string][];
}

/** Searches depth first, and tries static segments before variables. */
function search<Target>(
  node: Node<Target>,
  segments: readonly string[],
  index: number,
  httpMethod: string,
  taken: Found,
): Target | undefined {
  if (index === segments.length) return serve(node, httpMethod);
  const segment = segments[index]!;
  const child = node.children.get(segment);
  if (child) {
    const found = search(child, segments, index + 1, httpMethod, taken);
    if (found !== undefined) return found;
  } else if (segment.includes('%')) {
    const decoded = decodePercent(segment);
    const other = node.children.get(decoded);
    if (other) {
      taken.decoded.push([index, decoded]);
      const found = search(other, segments, index + 1, httpMethod, taken);
      if (found !== undefined) return found;
      taken.decoded.pop();
    }
  }
  if (node.variable && segment !== '') {
    taken.variables.push([node.variable.name, segment]);
    const found = search(node.variable.node, segments, index + 1, httpMethod, taken);
    if (found !== undefined) return found;
    taken.variables.pop();
  }
  if (node.greedy) {
    const found = serve(node.greedy.node, httpMethod);
    if (found !== undefined) taken.variables.push([node.greedy.name, segments.slice(index).join('/')]);
    return found;
  }
  return undefined;
}

function serve<Target>(node: Node<Target>, httpMethod: string): Target | undefined {
  return node.methods?.get(httpMethod) ?? (ANY_METHODS.has(httpMethod) ? node.methods?.get('ANY') : undefined);
}
