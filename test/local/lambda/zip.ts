/** Creates zip files in memory, with valid and with damaged entries. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipFile {
  readonly content: string | Buffer;
  /** Unix mode with file type, e.g. 0o100755 or 0o120777 for a symlink. */
  readonly mode?: number;
  readonly stored?: boolean;
}

export function makeZip(files: Record<string, string | ZipFile>): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, given] of Object.entries(files)) {
    const file = typeof given === 'string' ? { content: given } : given;
    const content = Buffer.from(file.content as string);
    const data = file.stored ? content : deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(file.stored ? 0 : 8, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([u32(0x04034b50), common, Buffer.from(name), data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((file.mode ?? 0o100644) << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    const madeBy = Buffer.from([20, 3]);
    entries.push(Buffer.concat([u32(0x02014b50), madeBy, common, tail, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, u32(0x06054b50), end]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
