/**
 * An item as DynamoDB stores it: attribute values by name. Names come from users, so that `__proto__` and `constructor`
 * are names like any other, and members are read and written only with these functions.
 */

/** Exactly one type with its content: `{ S: 'text' }`. A `B` is in base64. Checked by `read-value.ts`. */
export type AttributeValue = {
  readonly S?: string;
  readonly N?: string;
  readonly B?: string;
  readonly BOOL?: boolean;
  readonly NULL?: true;
  readonly SS?: readonly string[];
  readonly NS?: readonly string[];
  readonly BS?: readonly string[];
  readonly L?: readonly AttributeValue[];
  readonly M?: Item;
};

export type Item = { readonly [name: string]: AttributeValue };

export type ValueType = keyof AttributeValue;

export type SetType = 'SS' | 'NS' | 'BS';

export function typeOf(value: AttributeValue): ValueType {
  for (const type in value) return type as ValueType;
  throw new Error('an attribute value has a type');
}

export const contentOf = (value: AttributeValue): unknown => value[typeOf(value)];

export const attributeOf = (item: Item, name: string): AttributeValue | undefined =>
  Object.hasOwn(item, name) ? item[name] : undefined;

/** Adds an attribute to an item that nobody else has yet. */
export function setAttribute(item: Record<string, AttributeValue>, name: string, value: AttributeValue): void {
  if (name === '__proto__') {
    Object.defineProperty(item, name, { value, enumerable: true, configurable: true, writable: true });
  } else item[name] = value;
}

/** Returns the named attributes that the item has. */
export function partOf(item: Item, names: Iterable<string>): Item {
  const part: Record<string, AttributeValue> = {};
  for (const name of names) {
    const value = attributeOf(item, name);
    if (value) setAttribute(part, name, value);
  }
  return part;
}
