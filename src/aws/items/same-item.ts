/**
 * Items as texts that are equal if DynamoDB treats the items as equal: sets have no order, and a number can be written
 * in many ways. Pure.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Item, plainNumber } from './typed-item.ts';

export const sameText = (item: Item): string => JSON.stringify(ofMap(item));

function ofMap(map: Readonly<Record<string, AttributeValue>>): unknown[] {
  const names = Object.keys(map).sort();
  return names.map((name) => [name, ofValue(map[name]!)]);
}

function ofValue(value: AttributeValue): unknown {
  if (value.N !== undefined) return ['N', plainNumber(value.N)];
  if (value.B !== undefined) return ['B', hex(value.B)];
  if (value.SS !== undefined) return ['SS', ...[...value.SS].sort()];
  if (value.NS !== undefined) return ['NS', ...value.NS.map(plainNumber).sort()];
  if (value.BS !== undefined) return ['BS', ...value.BS.map(hex).sort()];
  if (value.L !== undefined) return ['L', ...value.L.map(ofValue)];
  if (value.M !== undefined) return ['M', ofMap(value.M)];
  return value;
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
