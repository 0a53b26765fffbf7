/** Cuts the part of one resource out of the items template's contract, with its style and comments. Pure. */
import { type Document, isMap, isScalar, type Node, type Pair, parseDocument } from 'yaml';

export interface FragmentEntry {
  readonly path: readonly string[];
  readonly node: Node;
}

export interface ContractFragment {
  /** The resource's own paths, schemas and responses. None of them may exist yet. */
  readonly own: readonly FragmentEntry[];
  /** The parts that every resource uses. They are added if the contract has none of that name. */
  readonly shared: readonly FragmentEntry[];
  readonly operationIds: readonly string[];
}

/** Paths of the template that do not belong to the resource. */
const NOT_OURS = new Set(['/health']);

/**
 * Expects in `text` the template's contract for one resource. The names of the resource's own components begin with
 * `pascal`.
 */
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
