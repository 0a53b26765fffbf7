/**
 * Watches the files of a project with one `fs.watch` for each folder below the root. It adds and removes watches as
 * folders appear and disappear. It does not use the recursive `fs.watch`, which on Linux watches every file in
 * node_modules. The folders of other files that the bundle reads are watched too. Changes that the system does not
 * report (shared and mounted folders, or the limit of watches) are found by checking the sources once a second.
 */
import { type FSWatcher, readdirSync, statSync, unwatchFile, watch, watchFile } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';

export interface Watch {
  /** Sets the absolute paths of files outside of the root, and of files whose changes must not be missed. */
  sources(paths: readonly string[]): void;
  close(): void;
}

/**
 * These names are never sources of a project: installed packages, build output, and everything hidden (.git, .apikit).
 */
const IGNORED = /^(?:\..*|node_modules|dist|coverage|__pycache__)$/;

/** In ms. */
const LOOK_EVERY = 1_000;
/** In ms. A file's time is more precise than the clock's, and its event may come before its last bytes. */
const SLACK = 10;

/**
 * `onChange` receives the absolute paths of files that were written, created or deleted. It may receive a path more
 * than once.
 */
export function watchProject(root: string, onChange: (path: string) => void): Watch {
  /**
   * The identity of each folder. A folder that is deleted and created again has the same name, and often the same
   * inode.
   */
  const folders = new Map<string, { watcher: FSWatcher; identity: string }>();
  const polled = new Map<string, (now: { mtimeMs: number }) => void>();
  const reportedAt = new Map<string, number>();
  let outside = new Set<string>();

  const reportChange = (path: string) => {
    reportedAt.set(path, Date.now());
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
      // The folder is gone, or the system has no more watches. The check of `sources` continues.
      watcher.on('error', () => drop(folder));
      folders.set(folder, { watcher, identity });
    } catch {
      // The folder disappeared, or a limit of the system was reached. The check of `sources` continues.
    }
  };

  /** `reports` says whether to report the files in the folder. */
  const watchTree = (folder: string, reports: boolean) => {
    watchFolder(folder, changed);
    for (const { name, path, isFolder } of entriesOf(folder)) {
      if (IGNORED.test(name)) continue;
      if (isFolder) watchTree(path, reports);
      else if (reports) reportChange(path);
    }
  };

  const changed = (path: string) => {
    if (IGNORED.test(basename(path))) return;
    const identity = identityOf(path);
    if (identity === undefined) {
      drop(path);
      reportChange(path);
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
          if ((reportedAt.get(path) ?? 0) + SLACK < mtimeMs) reportChange(path);
        };
        polled.set(path, listener);
        watchFile(path, { interval: LOOK_EVERY, persistent: false }, listener);
      }
      const elsewhere = new Set([...wanted].filter(isOutside).map((path) => dirname(path)));
      for (const folder of outside) if (!elsewhere.has(folder)) drop(folder);
      for (const folder of elsewhere) watchFolder(folder, (path) => polled.has(path) && reportChange(path));
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

/** The identity of a folder; `undefined` for anything else. */
function identityOf(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isDirectory() ? `${found.ino} ${found.birthtimeMs}` : undefined;
}

function entriesOf(folder: string): { name: string; path: string; isFolder: boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      path: join(folder, entry.name),
      // A link to a folder may lead anywhere, even upwards. Files that the bundle reads through it are watched as
      // sources.
      isFolder: entry.isDirectory(),
    }));
  } catch {
    // The folder was deleted at the same moment.
    return [];
  }
}
