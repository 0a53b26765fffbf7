/**
 * The keys of items and index entries in the database. Items of one partition are together and in the order of their
 * sort keys; the partitions are in the order of a hash, as on AWS, so that a scan has no order that a program could
 * rely on. A hash of three bytes is enough for that, because the whole partition key follows. The form is that of
 * dynalite, because there are data folders from its time.
 */
import { createHash } from 'node:crypto';
import { type AttributeValue, attributeOf, type Item } from '../items/attribute-value.ts';
import { sortableNumber } from '../items/number.ts';
import type { Keys, KeyType, Table, TableIndex } from './table.ts';

/** The item has the keys. */
export const itemPlace = (item: Item, { prefix, keys }: Table): string => prefix + keyText(item, keys);

/** An entry ends with the place of its item, because several items can have the same keys in an index. */
export const entryPlace = (item: Item, index: TableIndex, table: Table): string =>
  `${index.prefix}${keyText(item, index.keys)}${keyText(item, table.keys)}`;

function keyText(item: Item, [hash, range]: Keys): string {
  const text = partitionText(attributeOf(item, hash.name)!, hash.type);
  return range ? `${text}${sortable(attributeOf(item, range.name)!, range.type)}/` : text;
}

/** The beginning of all keys of one partition, without the prefix of the table. */
export function partitionText(value: AttributeValue, type: KeyType): string {
  return `${hashOf(value, type)}/${sortable(value, type)}/`;
}

/** Returns a text that sorts as the value does, of hexadecimal digits. */
export function sortable(value: AttributeValue, type: KeyType): string {
  if (type === 'N') return sortableNumber(value.N!);
  return type === 'S' ? Buffer.from(value.S!, 'utf8').toString('hex') : Buffer.from(value.B!, 'base64').toString('hex');
}

const HASH_DIGITS = 6;

function hashOf(value: AttributeValue, type: KeyType): string {
  const bytes =
    type === 'S' ? Buffer.from(value.S!) : type === 'B' ? Buffer.from(value.B!, 'base64') : numberBytes(value.N!);
  return createHash('md5').update('Outliers').update(bytes).digest('hex').slice(0, HASH_DIGITS);
}

/** Two digits in a byte, after a byte with the power of 100; the bytes of negative numbers count backwards. */
function numberBytes(text: string): Buffer {
  const [, sign, whole = '', fraction = ''] = /^(-?)(\d+)\.?(\d*)$/.exec(text)!;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  if (digits === '') return Buffer.from([-128]);
  const power = whole === '0' ? digits.length - fraction.length : whole.length;
  const odd = power % 2 !== 0;
  const significant = digits.replace(/0+$/, '');
  const padded = `${odd ? '0' : ''}${significant}`;
  const pairs = (padded.length % 2 === 0 ? padded : `${padded}0`).match(/../g)!.map(Number);
  const exponent = Math.floor((power + (odd ? 1 : 0)) / 2) - 64;
  if (sign === '') return Buffer.from([exponent, ...pairs.map((pair) => pair + 1)]);
  const bytes = [~exponent, ...pairs.map((pair) => 101 - pair)];
  return Buffer.from(pairs.length < 20 ? [...bytes, 102] : bytes);
}

/** The range of the partitions of one segment of a parallel scan, without the prefix of the table. */
export function segmentRange(segment: number, total: number): { from: string; to: string } {
  const boundary = (at: number) => Math.ceil((16 ** 3 * at) / total);
  const hex = (at: number) => at.toString(16).padStart(3, '0');
  return { from: hex(boundary(segment)), to: `${hex(boundary(segment + 1) - 1)}~` };
}
