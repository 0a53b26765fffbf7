/**
 * Writes several requests as one batch of the database: commits that arrive during a batch wait for it and are written
 * together. A commit resolves when its writes are in the database.
 */
import type { Level, LevelWrite } from './level.ts';

export interface GroupCommit {
  /** Finds a write that is committed but not in the database yet; the next writer must already see it. */
  find(key: string): LevelWrite | undefined;
  /**
   * Resolves when the writes, and all that `find` finds, are in the database. Rejects if the database rejects, also for
   * the commits that wait: they may depend on lost writes.
   */
  commit(writes: ReadonlyMap<string, LevelWrite>): Promise<void>;
  /** Resolves when no batch is pending. */
  drained(): Promise<void>;
}

interface Group {
  readonly writes: Map<string, LevelWrite>;
  readonly done: Promise<void>;
  settle(error?: unknown): void;
}

export function createGroupCommit(level: Pick<Level, 'batch'>): GroupCommit {
  let underWay: Group | undefined;
  let next: Group | undefined;

  const start = (group: Group) => {
    underWay = group;
    level.batch([...group.writes.values()]).then(
      () => {
        group.settle();
        underWay = undefined;
        const following = next;
        next = undefined;
        if (following) start(following);
      },
      (error: unknown) => {
        const lost = next;
        underWay = undefined;
        next = undefined;
        group.settle(error);
        lost?.settle(error);
      },
    );
  };

  return {
    find: (key) => next?.writes.get(key) ?? underWay?.writes.get(key),
    commit(writes) {
      if (writes.size === 0) return (next ?? underWay)?.done ?? Promise.resolve();
      if (!underWay) {
        const group = makeGroup(new Map(writes));
        start(group);
        return group.done;
      }
      next ??= makeGroup(new Map());
      for (const [key, write] of writes) next.writes.set(key, write);
      return next.done;
    },
    async drained() {
      while (underWay) await (next ?? underWay).done.catch(() => {});
    },
  };
}

function makeGroup(writes: Map<string, LevelWrite>): Group {
  let settle!: Group['settle'];
  const done = new Promise<void>((resolve, reject) => {
    settle = (error) => (error === undefined ? resolve() : reject(error));
  });
  return { writes, done, settle };
}
