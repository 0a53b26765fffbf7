/**
 * The size of items in bytes as DynamoDB counts them (Developer Guide, "DynamoDB item sizes and formats"). For numbers,
 * the guide says "approximately"; the formula is dynalite's, whose tests ran against DynamoDB.
 */
import type { AttributeValue, Item } from './attribute-value.ts';

/** DynamoDB's size limit of an item. */
export const MAX_ITEM_BYTES = 409_600;

/** Returns the size of an item or of a part of one: names and values. */
export function itemSize(item: Item): number {
  let size = 0;
  for (const name in item) size += Buffer.byteLength(name) + valueSize(item[name]!);
  return size;
}

/** Returns the size of an attribute value: `{ S: 'é' }` has 2. */
export function valueSize(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.M) return 3 + Object.keys(value.M).length + itemSize(value.M);
  if (value.L) return 3 + sum(value.L.map((element) => 1 + valueSize(element)));
  if (value.B !== undefined) return Buffer.byteLength(value.B, 'base64');
  if (value.SS) return sum(value.SS.map((member) => Buffer.byteLength(member)));
  if (value.NS) return sum(value.NS.map(numberSize));
  if (value.BS) return sum(value.BS.map((member) => Buffer.byteLength(member, 'base64')));
  return 1;
}

/**
 * Two digits per byte, in pairs from the decimal point, without zeros at either end; one byte for the exponent, and one
 * for a minus.
 */
function numberSize(text: string): number {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d*)\.?(\d*)$/.exec(text) ?? [];
  const withoutLeading = (whole + fraction).replace(/^0+/, '');
  const digits = withoutLeading.replace(/0+$/, '').length;
  if (digits === 0) return 1;
  const exponent = withoutLeading.length - fraction.length - 1;
  const splitsPair = digits % 2 === 0 && exponent % 2 === 0;
  return 1 + Math.ceil(digits / 2) + (splitsPair ? 1 : 0) + sign.length;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
