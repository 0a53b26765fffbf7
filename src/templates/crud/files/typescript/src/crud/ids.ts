/** The ids of stored items: UUIDs, random or derived from a name. */
import { createHash, randomUUID } from 'node:crypto';

/** The namespace of this project's name-based UUIDs: a random value that never changes. */
const NAMESPACE = Buffer.from('5b1c0d3e9a464f0ea1c27d52e8f6b904', 'hex');

/** Returns a random UUID or, for a name, always the same UUID (version 5, RFC 9562 §5.5). */
export function newId(name?: string): string {
  if (name === undefined) return randomUUID();
  const bytes = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
