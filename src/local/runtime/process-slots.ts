/** How many processes all pools of one cloud may run together; who wants one more takes an idle one from another. */

export interface ProcessSlots {
  /** `false`: none is free now; the pool hears of the next release. Never asks `own` to give one up. */
  take(own: () => boolean): boolean;
  release(): void;
  /** `giveUp` ends one idle process if there is one; `offered` is told of a free slot. Returns how to leave. */
  join(giveUp: () => boolean, offered: () => void): () => void;
}

/** Each process holds some 45 MB: more of them at once than this would hurt the machine before it helps. */
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
