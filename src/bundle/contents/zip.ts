/** Makes zip archives whose bytes depend on nothing but names and contents. The only module that knows archiver. */

export interface ZipEntry {
  /** Path inside the archive, with forward slashes. */
  path: string;
  contents: Buffer;
  /** Programs that the function starts; everything else is only read. */
  executable?: boolean;
}

/** The earliest time that a zip can hold; archiver writes it in UTC whatever the machine's zone. */
const MODIFIED = new Date(Date.UTC(1980, 0, 1));

/** Readable for the user that Lambda runs as, who is not the one who packed. */
const MODE = 0o644;
const EXECUTABLE_MODE = 0o755;

/**
 * The archive's bytes. Entries may come in any order; the same entries give the same bytes wherever the same zlib
 * compresses them.
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
