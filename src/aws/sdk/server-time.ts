/**
 * What AWS's clock says, without asking for it: every answer carries AWS's time in its `Date` header (RFC 9110, 6.6.1), in
 * whole seconds. The SDK corrects the time of its signatures by the same header. This computer's own clock only measures how
 * long ago that was, so it may be wrong by any amount.
 */

/** AWS's time is somewhere between these. ms since the epoch. */
export interface TimeBounds {
  readonly earliest: number;
  readonly latest: number;
}

export interface Answer {
  /** ms, by this computer's clock. */
  readonly sentAt: number;
  readonly receivedAt: number;
  /** `Sun, 29 Nov 2026 12:00:00 GMT`; absent where something between AWS and us removed it. */
  readonly date: string | undefined;
}

export interface ServerTime {
  note(answer: Answer): void;
  /** AWS's time when this computer's clock says, or said, `local`. `undefined` until an answer with a date was noted. */
  at(local: number): TimeBounds | undefined;
}

/** The header leaves out the milliseconds. */
const RESOLUTION = 1_000;
/** ms for which a quick answer is preferred to a later, slower one: its bounds are closer together. */
const KEPT_FOR = 60_000;

export function createServerTime(): ServerTime {
  let best: { sentAt: number; receivedAt: number; date: number } | undefined;
  return {
    note({ sentAt, receivedAt, date: text }) {
      const date = Date.parse(text ?? '');
      if (Number.isNaN(date)) return;
      const slower = best !== undefined && receivedAt - sentAt > best.receivedAt - best.sentAt;
      if (slower && Math.abs(receivedAt - best!.receivedAt) < KEPT_FOR) return;
      best = { sentAt, receivedAt, date };
    },
    at(local) {
      if (!best) return undefined;
      // AWS wrote the date after we had sent the request and before we had the answer.
      return { earliest: best.date + local - best.receivedAt, latest: best.date + RESOLUTION + local - best.sentAt };
    },
  };
}
