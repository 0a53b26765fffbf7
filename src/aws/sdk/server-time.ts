/**
 * AWS's time without an extra call: every response has it in its `Date` header (RFC 9110, 6.6.1), in whole seconds. The
 * SDK corrects the time of its signatures by the same header. This computer's clock only measures how long ago that
 * was, so it may be wrong by any amount.
 */

/** AWS's time is between these. Milliseconds since the epoch. */
export interface TimeBounds {
  readonly earliest: number;
  readonly latest: number;
}

export interface TimedResponse {
  /** Milliseconds by this computer's clock. */
  readonly sentAt: number;
  readonly receivedAt: number;
  /** For example `Sun, 29 Nov 2026 12:00:00 GMT`. Absent if something between AWS and this computer removed it. */
  readonly date: string | undefined;
}

export interface ServerTime {
  note(answer: TimedResponse): void;
  /**
   * AWS's time when this computer's clock shows, or showed, `local`. Returns `undefined` until a response with a date
   * was noted.
   */
  at(local: number): TimeBounds | undefined;
}

/** The header has no milliseconds. */
const RESOLUTION = 1_000;
/** Milliseconds for which a fast response is preferred to a later, slower one, because its bounds are closer. */
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
      // AWS wrote the date after this computer sent the request and before it got the response.
      return { earliest: best.date + local - best.receivedAt, latest: best.date + RESOLUTION + local - best.sentAt };
    },
  };
}
