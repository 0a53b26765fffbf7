/** The checksums that clients send with an upload, as S3 has them: in base64, by algorithm. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { once } from '../../cloud/once.ts';

export interface Digest {
  update(chunk: Uint8Array): void;
  /** In base64. */
  value(): string;
}

const hashed = (algorithm: string) => (): Digest => {
  const hash = createHash(algorithm);
  return { update: (chunk) => void hash.update(chunk), value: () => hash.digest('base64') };
};

const cyclic = (step: (chunk: Uint8Array, before: number) => number) => (): Digest => {
  let value = 0;
  return {
    update: (chunk) => {
      value = step(chunk, value);
    },
    value: () => bytesOf(value),
  };
};

function bytesOf(...words: number[]): string {
  const bytes = Buffer.alloc(4 * words.length);
  for (const [index, word] of words.entries()) bytes.writeUInt32BE(word >>> 0, 4 * index);
  return bytes.toString('base64');
}

// The tables are made for the first upload that needs them, and not when the cloud starts.

/** Castagnoli's polynomial, reflected. */
const castagnoli = once(() =>
  Uint32Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
    return value;
  }),
);

function crc32c(chunk: Uint8Array, before: number): number {
  const table = castagnoli();
  let value = ~before;
  for (const byte of chunk) value = table[(value ^ byte) & 0xff]! ^ (value >>> 8);
  return ~value >>> 0;
}

/** NVM Express's polynomial, reflected, in two halves: numbers of 64 bits are slow in JavaScript. */
const nvme = once(() => {
  const [highs, lows] = [new Uint32Array(256), new Uint32Array(256)];
  for (let index = 0; index < 256; index += 1) {
    let value = BigInt(index);
    for (let bit = 0; bit < 8; bit += 1) value = value & 1n ? (value >> 1n) ^ 0x9a6c9329ac4bc9b5n : value >> 1n;
    highs[index] = Number(value >> 32n);
    lows[index] = Number(value & 0xffffffffn);
  }
  return { highs, lows };
});

function crc64(): Digest {
  const { highs, lows } = nvme();
  let high = 0xffffffff;
  let low = 0xffffffff;
  return {
    update(chunk) {
      for (const byte of chunk) {
        const index = (low ^ byte) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ lows[index]!;
        high = (high >>> 8) ^ highs[index]!;
      }
    },
    value: () => bytesOf(~high, ~low),
  };
}

/** By algorithm. */
export const DIGESTS: Readonly<Record<string, () => Digest>> = {
  CRC32: cyclic(crc32),
  CRC32C: cyclic(crc32c),
  CRC64NVME: crc64,
  SHA1: hashed('sha1'),
  SHA256: hashed('sha256'),
  SHA512: hashed('sha512'),
  MD5: hashed('md5'),
};

/** `x-amz-checksum-crc32` → `CRC32`; `undefined` for other headers. */
export const algorithmOf = (header: string): string | undefined => {
  const name = /^x-amz-checksum-(?!type$|algorithm$|mode$)([a-z0-9]+)$/.exec(header)?.[1];
  return name?.toUpperCase();
};

/** The members of requests and responses that have the checksums, by algorithm. */
export const CHECKSUM_MEMBERS = {
  CRC32: 'ChecksumCRC32',
  CRC32C: 'ChecksumCRC32C',
  CRC64NVME: 'ChecksumCRC64NVME',
  SHA1: 'ChecksumSHA1',
  SHA256: 'ChecksumSHA256',
  SHA512: 'ChecksumSHA512',
  MD5: 'ChecksumMD5',
} as const;

/** No client uses these unasked, so they are refused by name. */
export const REFUSED_CHECKSUMS = ['ChecksumXXHASH64', 'ChecksumXXHASH3', 'ChecksumXXHASH128'] as const;
