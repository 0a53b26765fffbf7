/** Comparisons of attribute values, for conditions, filters and keys. */
import { type AttributeValue, attributeOf, contentOf, type Item, typeOf } from './attribute-value.ts';
import { compareNumbers } from './number.ts';

/** Sets are equal in any order. Numbers are in normal form, so that equal ones have equal texts. */
export function isEqual(one: AttributeValue, other: AttributeValue): boolean {
  const type = typeOf(one);
  if (type !== typeOf(other)) return false;
  switch (type) {
    case 'SS':
    case 'NS':
    case 'BS': {
      const members = new Set(other[type]);
      return one[type]!.length === members.size && one[type]!.every((member) => members.has(member));
    }
    case 'L':
      return one.L!.length === other.L!.length && one.L!.every((value, index) => isEqual(value, other.L![index]!));
    case 'M':
      return isEqualItem(one.M!, other.M!);
    default:
      return one[type] === other[type];
  }
}

export function isEqualItem(one: Item, other: Item): boolean {
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  return names.every((name) => {
    const value = attributeOf(other, name);
    return value !== undefined && isEqual(one[name]!, value);
  });
}

/** Returns a negative number, 0 or a positive number; `undefined` for types that differ or have no order. */
export function compareValues(one: AttributeValue, other: AttributeValue): number | undefined {
  if (one.S !== undefined && other.S !== undefined) return compareTexts(one.S, other.S);
  if (one.N !== undefined && other.N !== undefined) return compareNumbers(one.N, other.N);
  if (one.B !== undefined && other.B !== undefined) return Buffer.compare(bytesOf(one.B), bytesOf(other.B));
  return undefined;
}

/** UTF-8 sorts by code points; JavaScript's texts sort by UTF-16, which differs above U+D7FF. */
function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  if (ONLY_LOW.test(one) && ONLY_LOW.test(other)) return one < other ? -1 : 1;
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

const ONLY_LOW = /^[\0-\ud7ff]*$/;

/** Whether a text or bytes begin with others. */
export function beginsWith(value: AttributeValue, start: AttributeValue): boolean {
  if (value.S !== undefined && start.S !== undefined) return value.S.startsWith(start.S);
  if (value.B === undefined || start.B === undefined) return false;
  const expected = bytesOf(start.B);
  return bytesOf(value.B).subarray(0, expected.length).equals(expected);
}

/** Whether a text or bytes contain others, a set contains a member, or a list contains a value. */
export function contains(value: AttributeValue, part: AttributeValue): boolean {
  if (value.L) return value.L.some((element) => isEqual(element, part));
  if (part.S !== undefined) return (value.S?.includes(part.S) || value.SS?.includes(part.S)) ?? false;
  if (part.N !== undefined) return value.NS?.includes(part.N) ?? false;
  if (part.B === undefined) return false;
  return (value.B !== undefined && bytesOf(value.B).includes(bytesOf(part.B))) || (value.BS?.includes(part.B) ?? false);
}

/**
 * The result of the function `size`; `undefined` for a number, a boolean and null. The size of a text is its length
 * (Developer Guide, "Condition and filter expressions, operators, and functions"), not its number of bytes.
 */
export function sizeOf(value: AttributeValue): number | undefined {
  if (value.S !== undefined) return value.S.length;
  if (value.B !== undefined) return bytesOf(value.B).length;
  if (value.M) return Object.keys(value.M).length;
  const content = contentOf(value);
  return Array.isArray(content) ? content.length : undefined;
}

const bytesOf = (base64: string): Buffer => Buffer.from(base64, 'base64');
