/**
 * Applies an update expression to an item. All values come from the item before the update, and elements of lists are
 * named by their indexes before it (Developer Guide, "Using update expressions in DynamoDB").
 */
import { AwsError } from '../../../cloud/aws-error.ts';
import { type AttributeValue, attributeOf, type Item, setAttribute, typeOf } from '../items/attribute-value.ts';
import { type DocumentPath, valueAt } from '../items/document-path.ts';
import { addNumbers } from '../items/number.ts';
import { withMembers, withoutMembers } from '../items/sets.ts';
import type { UpdateClause, UpdateOperand } from './update-parser.ts';

/** Returns the changed item. Throws ValidationException for paths and types that do not fit the item. */
export function applyUpdate(clauses: readonly UpdateClause[], item: Item): Item {
  const values = clauses.map((clause) => newValue(clause, item));
  const document = new Document(item);
  for (const [index, { path }] of clauses.entries()) document.set(path, values[index]);
  return document.item();
}

/** Returns `undefined` if the attribute is deleted. */
function newValue(clause: UpdateClause, item: Item): AttributeValue | undefined {
  if (clause.kind === 'SET') return resolve(clause.operand, item);
  if (clause.kind === 'REMOVE') return undefined;
  const { kind, path, value } = clause;
  const present = valueAt(path, item);
  if (present && typeOf(present) !== typeOf(value)) throw invalid(WRONG_TYPE);
  if (kind === 'DELETE') return present && withoutMembers(present, value);
  if (!present) return value;
  return value.N === undefined ? withMembers(present, value) : { N: addNumbers(present.N!, value.N) };
}

function resolve(operand: UpdateOperand, item: Item): AttributeValue {
  if (operand.kind === 'value') return operand.value;
  if (operand.kind === 'path') {
    const value = valueAt(operand.path, item);
    if (value) return value;
    throw invalid('The provided expression refers to an attribute that does not exist in the item');
  }
  const [first, second] = operand.operands;
  if (operand.name === 'if_not_exists') {
    return (first.kind === 'path' ? valueAt(first.path, item) : undefined) ?? resolve(second, item);
  }
  const [one, other] = [resolve(first, item), resolve(second, item)];
  if (operand.name === 'list_append') {
    if (!one.L || !other.L) throw invalid(WRONG_TYPE);
    return { L: [...one.L, ...other.L] };
  }
  if (one.N === undefined || other.N === undefined) throw invalid(WRONG_TYPE);
  return { N: addNumbers(one.N, other.N, operand.name === '+' ? 1 : -1) };
}

const WRONG_TYPE = 'An operand in the update expression has an incorrect data type';

type Changing = Record<string, AttributeValue>;

/** An item that is being changed: maps and lists are copied before their first change. */
class Document {
  readonly #item: Changing;
  readonly #copies = new Set<object>();
  /** Lists with gaps: removed elements, and indexes beyond the end. */
  readonly #lists = new Set<AttributeValue[]>();

  constructor(item: Item) {
    this.#item = { ...item };
  }

  /** Deletes for `undefined`. Throws ValidationException if the path leads nowhere. */
  set(path: DocumentPath, value: AttributeValue | undefined): void {
    const parent = this.#parentOf(path);
    const last = path.at(-1)!;
    if (typeof last === 'number') {
      if (!parent.L) throw noPath();
      const list = parent.L as AttributeValue[];
      this.#lists.add(list);
      if (value) list[last] = value;
      else delete list[last];
      return;
    }
    if (!parent.M) throw noPath();
    if (value) setAttribute(parent.M as Changing, last, value);
    else delete (parent.M as Changing)[last];
  }

  item(): Item {
    for (const list of this.#lists) {
      // This skips the gaps. Anything that visits each index would take minutes for a gap of billions.
      const elements = Object.values(list);
      list.length = 0;
      list.push(...elements);
    }
    return this.#item;
  }

  #parentOf(path: DocumentPath): AttributeValue {
    let parent: AttributeValue = { M: this.#item };
    for (const step of path.slice(0, -1)) {
      const child: AttributeValue | undefined =
        typeof step === 'number' ? parent.L?.[step] : parent.M && attributeOf(parent.M, step);
      if (!child) throw noPath();
      const copy = this.#copied(child);
      if (typeof step === 'number') (parent.L as AttributeValue[])[step] = copy;
      else setAttribute(parent.M as Changing, step, copy);
      parent = copy;
    }
    return parent;
  }

  #copied(value: AttributeValue): AttributeValue {
    if (this.#copies.has(value)) return value;
    const copy: AttributeValue = value.M ? { M: { ...value.M } } : value.L ? { L: [...value.L] } : value;
    this.#copies.add(copy);
    return copy;
  }
}

const noPath = (): AwsError => invalid('The document path provided in the update expression is invalid for update');

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
