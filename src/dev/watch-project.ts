/**
 * Notices changes of a project's files, wherever they are: one `fs.watch` for each folder below the root, made and
 * dropped as folders come and go. Not the recursive one: on Linux it would watch every file of node_modules. Files that
 * the bundle reads from elsewhere have their folders watched too. What the system does not tell (shared and mounted
 * folders, a limit of watches that is reached) is found by looking at the sources once a second.
 */
import { type FSWatcher, readdirSync, statSync, unwatchFile, watch, watchFile } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';

export interface Watch {
  /** Absolute paths that matter besides what is below the root, or that must not be missed. */
  sources(paths: readonly string[]): void;
  close(): void;
}

/** Never part of a project's own sources: what is installed, what is built, and everything hidden (.git, .apikit). */
const IGNORED = /^(?:\..*|node_modules|dist|coverage|__pycache__)$/;

/** ms */
const LOOK_EVERY = 1_000;
/** ms. A file's time has more digits than ours, and its event may come before the last of its bytes. */
const SLACK = 10;

/** `onChange` gets absolute paths of files that were written, made or removed, some of them more than once. */
export function watchProject(root: string, onChange: (path: string) => void): Watch {
  /** With which folder it is: one that was removed and made anew has the same name, and often the same inode. */
  const folders = new Map<string, { watcher: FSWatcher; identity: string }>();
  const polled = new Map<string, (now: { mtimeMs: number }) => void>();
  const toldAt = new Map<string, number>();
  let outside = new Set<string>();

  const tell = (path: string) => {
    toldAt.set(path, Date.now());
    onChange(path);
  };

  const drop = (folder: string) => {
    for (const [path, { watcher }] of folders) {
      if (path !== folder && !path.startsWith(folder + sep)) continue;
      folders.delete(path);
      watcher.close();
    }
  };

  const watchFolder = (folder: string, onName: (path: string) => void) => {
    const identity = identityOf(folder);
    if (identity === undefined || folders.get(folder)?.identity === identity) return;
    drop(folder);
    try {
      const watcher = watch(folder, (_event, name) => {
        if (name !== null) onName(join(folder, name));
      });
      // The folder is gone, or the system has no more watches: `sources` are looked at all the same.
      watcher.on('error', () => drop(folder));
      folders.set(folder, { watcher, identity });
    } catch {
      // Gone in the same moment, or a limit of the system: as above.
    }
  };

  /** `told`: whether what is in there is news. */
  const watchTree = (folder: string, told: boolean) => {
    watchFolder(folder, changed);
    for (const { name, path, isFolder } of entriesOf(folder)) {
      if (IGNORED.test(name)) continue;
      if (isFolder) watchTree(path, told);
      else if (told) tell(path);
    }
  };

  const changed = (path: string) => {
    if (IGNORED.test(basename(path))) return;
    const identity = identityOf(path);
    if (identity === undefined) {
      drop(path);
      tell(path);
    } else if (folders.get(path)?.identity !== identity) {
      watchTree(path, true);
    }
  };

  const isOutside = (path: string) => relative(root, path).startsWith('..');

  watchTree(root, false);
  return {
    sources(paths) {
      const wanted = new Set(paths);
      for (const [path, listener] of polled) {
        if (wanted.has(path)) continue;
        unwatchFile(path, listener);
        polled.delete(path);
      }
      for (const path of wanted) {
        if (polled.has(path)) continue;
        const listener = ({ mtimeMs }: { mtimeMs: number }) => {
          if ((toldAt.get(path) ?? 0) + SLACK < mtimeMs) tell(path);
        };
        polled.set(path, listener);
        watchFile(path, { interval: LOOK_EVERY, persistent: false }, listener);
      }
      const elsewhere = new Set([...wanted].filter(isOutside).map((path) => dirname(path)));
      for (const folder of outside) if (!elsewhere.has(folder)) drop(folder);
      for (const folder of elsewhere) watchFolder(folder, (path) => polled.has(path) && tell(path));
      outside = elsewhere;
    },
    close() {
      drop(root);
      for (const folder of outside) drop(folder);
      for (const [path, listener] of polled) unwatchFile(path, listener);
      polled.clear();
    },
  };
}

/** Of a folder; `undefined` for everything else. */
function identityOf(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isDirectory() ? `${found.ino} ${found.birthtimeMs}` : undefined;
}

function entriesOf(folder: string): { name: string; path: string; isFolder: boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      path: join(folder, entry.name),
      // A link to a folder may lead anywhere, back up included; what the bundle reads through it is watched as a source.
      isFolder: entry.isDirectory(),
    }));
  } catch {
    // Removed in the same moment.
    return [];
  }
}
