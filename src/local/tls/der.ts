/** Writes ASN.1 in DER (ITU-T X.690), as far as certificates need it. Pure. */

/** The tags of the types. */
const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectId: 0x06,
  utf8: 0x0c,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

export function tagged(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  const significant = bytes.subarray(bytes.findIndex((byte) => byte !== 0));
  return Buffer.concat([Buffer.from([0x80 | significant.length]), significant]);
}

export const sequence = (...parts: readonly Buffer[]): Buffer => tagged(TAG.sequence, ...parts);
export const set = (...parts: readonly Buffer[]): Buffer => tagged(TAG.set, ...parts);
export const octets = (content: Buffer): Buffer => tagged(TAG.octetString, content);
export const utf8 = (text: string): Buffer => tagged(TAG.utf8, Buffer.from(text, 'utf8'));
export const boolean = (value: boolean): Buffer => tagged(TAG.boolean, Buffer.from([value ? 0xff : 0]));

/** A number without a sign; a first bit that is set would make it negative. */
export function integer(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  const significant = start < 0 ? Buffer.from([0]) : bytes.subarray(start);
  return tagged(TAG.integer, ...(significant[0]! >= 0x80 ? [Buffer.from([0])] : []), significant);
}

/** `unused` is the number of bits at the end that do not count. */
export const bits = (content: Buffer, unused = 0): Buffer => tagged(TAG.bitString, Buffer.from([unused]), content);

/** `20261130120000Z` */
export function time(milliseconds: number): Buffer {
  const text = new Date(milliseconds).toISOString().replace(/[-:T]|\.\d+/g, '');
  // Dates before 2050 have a two-digit year (RFC 5280, section 4.1.2.5).
  return text < '2050' ? tagged(0x17, Buffer.from(text.slice(2))) : tagged(TAG.time, Buffer.from(text));
}

/** `1.2.840.10045.4.3.2` */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(TAG.objectId, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** Seven bits in each byte, the highest first; all but the last have the eighth bit. */
function base128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}
