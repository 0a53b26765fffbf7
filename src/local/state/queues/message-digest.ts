/**
 * The MD5 digests in SQS's responses, which clients compare with their own (SQS Developer Guide, "Calculating the MD5
 * message digest for message attributes").
 */
import { createHash } from 'node:crypto';
import type { MessageAttribute } from './model.ts';

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** Returns `undefined` if there are no attributes. */
export function attributesDigest(attributes: Readonly<Record<string, MessageAttribute>>): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const add = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const { DataType, StringValue, BinaryValue } = attributes[name]!;
    add(Buffer.from(name));
    add(Buffer.from(DataType));
    const isBinary = DataType.startsWith('Binary');
    hash.update(Buffer.from([isBinary ? 2 : 1]));
    add(isBinary ? Buffer.from(BinaryValue ?? '', 'base64') : Buffer.from(StringValue ?? ''));
  }
  return hash.digest('hex');
}
