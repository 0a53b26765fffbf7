/**
 * Limits the processes of all pools of a cloud together. A pool that needs one more takes an idle one from another
 * pool.
 */

export interface ProcessSlots {
  /**
   * Returns `false` if no slot is free; the pool is notified of the next release. Never asks `own` to give up a slot.
   */
  take(own: () => boolean): boolean;
  release(): void;
  /**
   * `giveUp` ends one idle process if there is one; `offered` is called when a slot is free. Returns the function that
   * leaves.
   */
  join(giveUp: () => boolean, offered: () => void): () => void;
}

/** Each process uses about 45 MB. More processes at once would harm the machine. */
export const MAX_PROCESSES = 64;

export function createProcessSlots(max = MAX_PROCESSES): ProcessSlots {
  let used = 0;
  const members = new Map<() => boolean, () => void>();
  return {
    take(own) {
      if (used < max) {
        used += 1;
        return true;
      }
      for (const giveUp of members.keys()) if (giveUp !== own && giveUp()) break;
      return false;
    },
    release() {
      used -= 1;
      for (const offered of [...members.values()]) if (used < max) offered();
    },
    join(giveUp, offered) {
      members.set(giveUp, offered);
      return () => void members.delete(giveUp);
    },
  };
}
