/**
 * Chooses the type names of a contract's schemas. Their own names may be any text; a type's name must be valid in
 * TypeScript. Pure.
 */
import { isObject, type Json, listOf } from '../../contract/model/json.ts';
import { componentSchemas, schemaName } from '../../contract/model/references.ts';

/** Words that a declaration cannot have as its name, and types that cannot be declared again. */
const TAKEN = new Set(
  (
    'any arguments as asserts async await bigint boolean break case catch class const continue debugger declare default ' +
    'delete do else enum eval export extends false finally for from function get global if implements import in infer ' +
    'instanceof interface intrinsic is keyof let module namespace never new null number object of out package private ' +
    'protected public readonly require return satisfies set static string super switch symbol this throw true try type ' +
    'typeof undefined unique unknown using var void while with yield'
  ).split(' '),
);

export interface TypeNames {
  /**
   * The type names by the names in the contract: `Order` → `Order`, `order-line` → `order_line`, `class` → `class_`.
   */
  readonly of: ReadonlyMap<string, string>;
  /**
   * Schemas that are only references to themselves, through `$ref`, `allOf`, `oneOf` or `anyOf`. No type can express
   * that.
   */
  readonly circular: ReadonlySet<string>;
}

export function typeNames(document: Json): TypeNames {
  const schemas = componentSchemas(document);
  const used = new Set<string>();
  const of = new Map<string, string>();
  // A name that is already valid keeps it, whatever names come before it.
  const [words, others] = [Object.keys(schemas).filter(isWord), Object.keys(schemas).filter((name) => !isWord(name))];
  for (const name of [...words, ...others]) {
    const plain = isWord(name) ? name : wordOf(name);
    let unique = plain;
    for (let number = 2; used.has(unique); number++) unique = `${plain}${number}`;
    used.add(unique);
    of.set(name, unique);
  }
  return { of, circular: circularNames(schemas) };
}

const isWord = (name: string): boolean => /^[A-Za-z_$][\w$]*$/.test(name) && !TAKEN.has(name);

function wordOf(name: string): string {
  const word = name.replace(/[^\w$]+/g, '_');
  if (/^\d/.test(word) || word === '') return `_${word}`;
  return TAKEN.has(word) ? `${word}_` : word;
}

function circularNames(schemas: Json): Set<string> {
  const direct = new Map(Object.entries(schemas).map(([name, schema]) => [name, aliasesIn(schema)]));
  const leadsBack = (name: string): boolean => {
    const seen = new Set<string>();
    const next = [...(direct.get(name) ?? [])];
    for (let other = next.pop(); other !== undefined; other = next.pop()) {
      if (other === name) return true;
      if (seen.has(other)) continue;
      seen.add(other);
      next.push(...(direct.get(other) ?? []));
    }
    return false;
  };
  return new Set([...direct.keys()].filter(leadsBack));
}

/** Returns the schemas that a schema consists of directly, without a member or an item between. */
function aliasesIn(schema: unknown): string[] {
  if (!isObject(schema)) return [];
  const name = schemaName(schema);
  if (name !== undefined) return [name];
  return [schema.allOf, schema.oneOf, schema.anyOf].flatMap((all) => listOf(all).flatMap(aliasesIn));
}
