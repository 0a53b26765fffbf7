/** Builds zip archives whose bytes depend only on names and contents. Only this module uses archiver. */

export interface ZipEntry {
  /** The path inside the archive, with forward slashes. */
  path: string;
  contents: Buffer;
  /** Set for programs that the function starts. All other files are only read. */
  executable?: boolean;
}

/** The earliest time that a zip can store. archiver writes it in UTC in every time zone. */
const MODIFIED = new Date(Date.UTC(1980, 0, 1));

/** Readable for all users, because Lambda runs the code as another user. */
const MODE = 0o644;
const EXECUTABLE_MODE = 0o755;

/**
 * Returns the archive's bytes. The order of the entries does not matter. The same entries give the same bytes with the
 * same version of zlib.
 */
export async function zip(entries: ZipEntry[]): Promise<Buffer> {
  const { ZipArchive } = await import('archiver');
  const archive = new ZipArchive({ zlib: { level: 9 } });
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const { path, contents, executable } of sorted) {
    const mode = executable === true ? EXECUTABLE_MODE : MODE;
    archive.append(contents, { name: path, date: MODIFIED, mode });
  }
  const chunks: Buffer[] = [];
  const collected = (async () => {
    for await (const chunk of archive) chunks.push(chunk);
  })();
  await Promise.all([archive.finalize(), collected]);
  return Buffer.concat(chunks);
}
