/** Reads a zip by its central directory, independently of archiver, which wrote it. */
import { crc32, inflateRawSync } from 'node:zlib';

export interface Unzipped {
  contents: Buffer;
  mode: number;
  /** DOS date and time as they are stored. */
  modified: number;
}

export function unzip(zip: Buffer): Record<string, Unzipped> {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const files: Record<string, Unzipped> = {};
  let at = zip.readUInt32LE(end + 16);
  for (let count = zip.readUInt16LE(end + 10); count > 0; count--) {
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const name = zip.toString('utf8', at + 46, at + 46 + nameBytes);
    files[name] = {
      contents: fileContents(zip, at),
      mode: zip.readUInt32LE(at + 38) >>> 16,
      modified: zip.readUInt32LE(at + 12),
    };
    at += 46 + nameBytes + extraBytes + commentBytes;
  }
  return files;
}

function fileContents(zip: Buffer, entry: number): Buffer {
  const local = zip.readUInt32LE(entry + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const packed = zip.subarray(start, start + zip.readUInt32LE(entry + 20));
  const contents = zip.readUInt16LE(entry + 10) === 0 ? packed : inflateRawSync(packed);
  if (crc32(contents) !== zip.readUInt32LE(entry + 16)) throw new Error('the checksum is wrong');
  return contents;
}
