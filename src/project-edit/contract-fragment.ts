/** The part of a contract that a resource is: cut out of the items template's contract, with its style and comments. Pure. */
import { type Document, isMap, isScalar, type Node, type Pair, parseDocument } from 'yaml';

export interface FragmentEntry {
  readonly path: readonly string[];
  readonly node: Node;
}

export interface ContractFragment {
  /** What must be new: the resource's paths and its own schemas, responses… */
  readonly own: readonly FragmentEntry[];
  /** What every resource uses: added where the contract has nothing of that name. */
  readonly shared: readonly FragmentEntry[];
  readonly operationIds: readonly string[];
}

/** Paths of the template that are no part of a resource. */
const NOT_OURS = new Set(['/health']);

/** `text` is the template's contract for one resource; `pascal` begins the names of its own components. */
export function contractFragment(text: string, pascal: string): ContractFragment {
  const document = parseDocument(text);
  const paths = entriesOf(document, ['paths']).filter(({ path }) => !NOT_OURS.has(path[1]!));
  const sections = entriesOf(document, ['components']).map(({ path }) => path);
  const components = sections
    .flatMap((path) => entriesOf(document, path))
    .filter(({ path }) => path[2] !== 'HealthStatus');
  const isOwn = ({ path }: FragmentEntry) => path[2]!.startsWith(pascal);
  return {
    own: [...paths, ...components.filter(isOwn)],
    shared: components.filter((entry) => !isOwn(entry)),
    operationIds: paths.flatMap(({ node }) => operationIdsOf(node)),
  };
}

function entriesOf(document: Document, path: readonly string[]): FragmentEntry[] {
  const map = document.getIn(path, true);
  if (!isMap(map)) return [];
  return map.items.map(({ key, value }: Pair) => ({
    path: [...path, String(isScalar(key) ? key.value : key)],
    node: value as Node,
  }));
}

function operationIdsOf(pathItem: Node): string[] {
  if (!isMap(pathItem)) return [];
  return pathItem.items.flatMap(({ value }) => {
    const id = isMap(value) ? value.get('operationId') : undefined;
    return typeof id === 'string' ? [id] : [];
  });
}
