/** Reads how a certificate was signed (RFC 5280, section 4.1), which node:crypto does not tell in all its versions. */
import type { X509Certificate } from 'node:crypto';

/** The object IDs of signatures that use MD2, MD5 or SHA-1, as the bytes of their DER form in hex. */
const INSECURE: ReadonlySet<string> = new Set([
  // 1.2.840.113549.1.1.2, .4 and .5: RSA
  ...['2a864886f70d010102', '2a864886f70d010104', '2a864886f70d010105'],
  // 1.2.840.10045.4.1: ECDSA
  '2a8648ce3d0401',
]);

/** Whether the signature uses a digest that is weaker than SHA-256. */
export function hasInsecureSignature({ raw }: Pick<X509Certificate, 'raw'>): boolean {
  const whole = elementAt(raw, 0);
  const content = elementAt(raw, whole.start);
  const algorithm = elementAt(raw, content.end);
  const id = elementAt(raw, algorithm.start);
  return INSECURE.has(raw.subarray(id.start, id.end).toString('hex'));
}

/** Returns where the content of the DER element at `offset` starts and ends. */
function elementAt(der: Buffer, offset: number): { readonly start: number; readonly end: number } {
  const first = der.readUInt8(offset + 1);
  const more = first < 0x80 ? 0 : first & 0x7f;
  const start = offset + 2 + more;
  return { start, end: start + (more === 0 ? first : der.readUIntBE(offset + 2, more)) };
}
