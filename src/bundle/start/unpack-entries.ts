/** Unpacks the entries of a function's zip into a temporary folder, as Lambda does, while something runs there. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { codeFolder, privateFolder } from '../../files/private-folder.ts';
import type { ZipEntry } from '../contents/zip.ts';

/** `run` gets the folder, which is deleted afterwards. */
export async function withUnpackedFolder<T>(
  entries: readonly ZipEntry[],
  run: (folder: string) => Promise<T>,
): Promise<T> {
  const own = codeFolder(process.env) ?? privateFolder();
  // The next cloud removes the folders of killed processes.
  const folder = await realpath(
    await mkdtemp(join(own ?? tmpdir(), `${own === undefined ? 'apikit-' : ''}code-${process.pid}-`)),
  );
  try {
    await Promise.all(
      entries.map(async ({ path, contents, executable }) => {
        const file = join(folder, path);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, contents, { mode: executable === true ? 0o755 : 0o644 });
      }),
    );
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
