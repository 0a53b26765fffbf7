/**
 * Caches parsed expressions: dynalite's parsers take about 50 µs even for a short expression, and a program sends the
 * same few texts again and again with other values. The cache keeps the parsed tree with placeholders for the values.
 * Expressions that depend on the values themselves (the bounds of BETWEEN, the type in attribute_type) and errors are
 * always parsed.
 */

/** The context that dynalite passes to its parsers; they remove what they have used from the two `unused` lists. */
export interface ParserContext {
  readonly attrNames?: Readonly<Record<string, string>>;
  readonly attrVals?: Readonly<Record<string, object>>;
  readonly unusedAttrNames: Record<string, true>;
  readonly unusedAttrVals: Record<string, true>;
  compare(...operands: unknown[]): boolean;
  [other: string]: unknown;
}

/** Returns the tree, or a string with the error; throws a SyntaxError. The caller may change the tree. */
export type Parse = (text: string, options: { context: ParserContext }) => unknown;

interface Remembered {
  readonly tree: unknown;
  readonly names: readonly string[];
  readonly values: readonly string[];
}

/** A placeholder in a cached tree for the value of this name. */
class Place {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

const MAX_REMEMBERED = 500;
const MAX_KEY_LENGTH = 8192;
const TYPE_BY_VALUE = /attribute_type/;

/** Returns a parser with the same results, messages and side effects as `parse`. */
export function rememberExpressions(parse: Parse): Parse {
  const remembered = new Map<string, Remembered>();
  return (text, options) => {
    const { context } = options;
    const key = keyOf(text, context);
    const known = remembered.get(key);
    if (known) {
      for (const name of known.names) delete context.unusedAttrNames[name];
      for (const name of known.values) delete context.unusedAttrVals[name];
      return place(known.tree, context.attrVals);
    }
    let looksAtValues = TYPE_BY_VALUE.test(text) || key.length > MAX_KEY_LENGTH;
    const names = flags(context.attrNames);
    const values = flags(context.attrVals);
    const compare = (...operands: unknown[]) => {
      looksAtValues = true;
      return context.compare(...operands);
    };
    const tree = parse(text, { context: { ...context, unusedAttrNames: names, unusedAttrVals: values, compare } });
    const used = {
      names: Object.keys(context.attrNames ?? {}).filter((name) => !names[name]),
      values: Object.keys(context.attrVals ?? {}).filter((name) => !values[name]),
    };
    for (const name of used.names) delete context.unusedAttrNames[name];
    for (const name of used.values) delete context.unusedAttrVals[name];
    if (looksAtValues || typeof tree === 'string') return tree;
    const places = new Map(Object.entries(context.attrVals ?? {}).map(([name, value]) => [value, new Place(name)]));
    if (remembered.size >= MAX_REMEMBERED) remembered.delete(remembered.keys().next().value!);
    remembered.set(key, { tree: withPlaces(tree, places), ...used });
    return tree;
  };
}

/**
 * Names affect paths and reserved words; of the values, only their types matter. The text comes last, because only the
 * text can contain a newline.
 */
function keyOf(text: string, { attrNames, attrVals }: ParserContext): string {
  let types = '';
  for (const name in attrVals) types += `${name} ${Object.keys(attrVals[name]!).join()} `;
  return `${attrNames ? JSON.stringify(attrNames) : ''}\n${types}\n${text}`;
}

function flags(members: object | undefined): Record<string, true> {
  const all: Record<string, true> = Object.create(null);
  for (const name in members) all[name] = true;
  return all;
}

function withPlaces(node: unknown, places: ReadonlyMap<object, Place>): unknown {
  if (typeof node !== 'object' || node === null) return node;
  return places.get(node) ?? copy(node, (child) => withPlaces(child, places));
}

function place(node: unknown, values: ParserContext['attrVals']): unknown {
  if (typeof node !== 'object' || node === null) return node;
  return node instanceof Place ? values?.[node.name] : copy(node, (child) => place(child, values));
}

/** Keeps the order of members, and the missing prototype of dynalite's sets of names. */
function copy(node: object, child: (value: unknown) => unknown): object {
  if (Array.isArray(node)) return node.map(child);
  const made = Object.create(Object.getPrototypeOf(node)) as Record<string, unknown>;
  for (const [name, value] of Object.entries(node)) made[name] = child(value);
  return made;
}
