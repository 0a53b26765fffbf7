/**
 * Reads zip files: the central directory, then one entry at a time. It knows nothing about Lambda or the disk. It
 * rejects names that could leave a target folder, directly or through a link, so callers can join them to a path.
 */
import { crc32, inflateRawSync } from 'node:zlib';

export interface ZipEntry {
  /** A relative path with `/` and without `..`. */
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'symlink';
  /** Unix permission bits; 0 if the archive has none. */
  readonly mode: number;
  /** The unpacked size in bytes. */
  readonly size: number;
  /** Throws `ZipError` if the bytes are damaged. */
  read(): Buffer;
}

/** The bytes are not a zip file that can be unpacked. */
export class ZipError extends Error {}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const END_LENGTH = 22;
const MAX_COMMENT = 0xffff;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
const SYMLINK = 0o120000;
const FILE_TYPE = 0o170000;

/**
 * Returns the entries in the order of the directory. Zip64, encryption and methods other than deflate are rejected, as
 * in Lambda.
 */
export function readZip(bytes: Buffer): ZipEntry[] {
  try {
    const end = findEnd(bytes);
    const count = bytes.readUInt16LE(end + 10);
    let at = bytes.readUInt32LE(end + 16);
    const entries: ZipEntry[] = [];
    for (let index = 0; index < count; index += 1) {
      const { entry, next } = readEntry(bytes, at);
      entries.push(entry);
      at = next;
    }
    refuseBelowLinks(entries);
    return entries;
  } catch (error) {
    if (error instanceof RangeError) throw new ZipError('the file is cut off');
    throw error;
  }
}

/** An entry below a link would be unpacked at the target of the link, and a chain of links can point anywhere. */
function refuseBelowLinks(entries: readonly ZipEntry[]): void {
  const links = new Set(entries.filter(({ kind }) => kind === 'symlink').map(({ name }) => plainName(name)));
  if (links.size === 0) return;
  for (const { name } of entries) {
    const parts = plainName(name).split('/');
    const above = parts.map((_part, index) => parts.slice(0, index).join('/'));
    if (above.some((folder) => links.has(folder))) throw new ZipError(`${name} lies below a link`);
  }
}

/** `./a//b/` and `a/b` are the same path, and on some file systems so is `A/b`. */
export const plainName = (name: string): string =>
  name
    .toLowerCase()
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');

function findEnd(bytes: Buffer): number {
  const last = bytes.length - END_LENGTH;
  for (let at = last; at >= 0 && at >= last - MAX_COMMENT; at -= 1) {
    if (bytes.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  throw new ZipError('there is no end of central directory record');
}

function readEntry(bytes: Buffer, at: number): { entry: ZipEntry; next: number } {
  if (bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new ZipError('the central directory is damaged');
  const flags = bytes.readUInt16LE(at + 8);
  const nameLength = bytes.readUInt16LE(at + 28);
  const rawName = bytes.toString('utf8', at + 46, at + 46 + nameLength);
  const name = rawName.replaceAll('\\', '/');
  if (flags & ENCRYPTED) throw new ZipError(`${name} is encrypted`);
  if (!isSafe(name)) throw new ZipError(`${name} points outside of the archive`);
  const unixMode = bytes.readUInt32LE(at + 38) >>> 16;
  const isLink = (unixMode & FILE_TYPE) === SYMLINK;
  const raw = {
    name,
    method: bytes.readUInt16LE(at + 10),
    crc: bytes.readUInt32LE(at + 16),
    packed: bytes.readUInt32LE(at + 20),
    size: bytes.readUInt32LE(at + 24),
    offset: bytes.readUInt32LE(at + 42),
  };
  const entry: ZipEntry = {
    name,
    kind: name.endsWith('/') ? 'directory' : isLink ? 'symlink' : 'file',
    mode: unixMode & 0o777,
    size: raw.size,
    read: () => unpack(bytes, raw),
  };
  const next = at + 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  return { entry, next };
}

const isSafe = (name: string): boolean =>
  name !== '' &&
  !name.includes('\0') &&
  !name.startsWith('/') &&
  !/^[a-zA-Z]:/.test(name) &&
  !name.split('/').includes('..');

interface RawEntry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

function unpack(bytes: Buffer, { name, method, crc, packed, size, offset }: RawEntry): Buffer {
  try {
    if (bytes.readUInt32LE(offset) !== LOCAL_ENTRY) throw new ZipError(`${name} has no local header`);
    const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
    const content = bytes.subarray(start, start + packed);
    const data = method === DEFLATED ? inflateRawSync(content, { maxOutputLength: Math.max(size, 1) }) : content;
    if (method !== DEFLATED && method !== STORED) throw new ZipError(`${name} uses compression method ${method}`);
    if (data.length !== size || crc32(data) !== crc) throw new ZipError(`${name} is damaged`);
    return data;
  } catch (error) {
    if (error instanceof ZipError) throw error;
    throw new ZipError(`${name} cannot be unpacked: ${(error as Error).message}`);
  }
}
