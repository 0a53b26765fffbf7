/**
 * The size of items in bytes as DynamoDB counts them (Developer Guide, "DynamoDB item sizes and formats"). For numbers,
 * the guide says "approximately"; the formula is dynalite's, whose tests ran against DynamoDB.
 */
import type { Members } from './members.ts';

/** Returns the size of an item or of a part of one: names and values. */
export function itemSize(item: Members): number {
  let size = 0;
  for (const name of Object.keys(item)) size += Buffer.byteLength(name) + valueSize(item[name]);
  return size;
}

/** Returns the size of an attribute value: `{ S: 'é' }` has 2. */
export function valueSize(value: unknown): number {
  const [[type, content] = ['', undefined]] = Object.entries(value as Members);
  switch (type) {
    case 'S':
      return Buffer.byteLength(content as string);
    case 'B':
      return Buffer.byteLength(content as string, 'base64');
    case 'N':
      return numberSize(content as string);
    case 'SS':
    case 'BS':
    case 'NS':
      return sum((content as string[]).map((member) => valueSize({ [type[0]!]: member })));
    case 'L':
      return 3 + sum((content as unknown[]).map((element) => 1 + valueSize(element)));
    case 'M':
      return 3 + Object.keys(content as Members).length + itemSize(content as Members);
    default:
      return 1;
  }
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
