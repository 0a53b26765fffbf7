/**
 * The lock of a stage as a log (docs/adr/0005-the-lock.md). Every write to it gets the next version number from Parameter Store and
 * stays readable; who holds the lock follows from the order of the versions and AWS's own times, and from nothing else.
 * Everyone who reads the same log comes to the same answer. Pure.
 */

/** Who holds a lock, for whoever is refused. */
export interface Holder {
  /** `arn:aws:iam::123456789012:user/ann (ann)` */
  readonly who: string;
  /** The CI job's address, or the computer's name. */
  readonly where: string;
  /** ISO 8601, by the holder's clock. */
  readonly since: string;
  /** What it is doing: `apikit deploy --stage prod`. */
  readonly what: string;
  /** Version of apikit. */
  readonly apikit: string;
}

export type Entry =
  /** Takes the lock when it is free or its holder's lease is over; otherwise it changes nothing. */
  | ({ readonly entry: 'claim'; readonly id: string } & Holder)
  /** Prolongs the lease of the hold `id`, if it still holds. */
  | ({ readonly entry: 'renewal'; readonly id: string } & Holder)
  /** Ends the hold `id`, whose last entry was the version `after`. */
  | { readonly entry: 'release'; readonly id: string; readonly after: number }
  /** Ends the hold `id` without asking it. */
  | { readonly entry: 'unlock'; readonly id: string };

export interface LoggedEntry {
  readonly version: number;
  /** ms since the epoch, by AWS's clock. */
  readonly at: number;
  /** `undefined`: not written by apikit, and without effect. */
  readonly entry: Entry | undefined;
}

export interface Hold {
  readonly id: string;
  readonly holder: Holder;
  /** Version of its last claim or renewal that counted. */
  readonly version: number;
  /** ms since the epoch, by AWS's clock: from then on somebody else may take over. */
  readonly expires: number;
}

export interface LockState {
  readonly hold?: Hold;
  /** How the hold before that one ended, and when by AWS's clock. */
  readonly before?: { readonly end: 'release' | 'unlock' | 'expiry'; readonly at: number };
}

/** ms from a claim or renewal until somebody else may take over. */
export const LEASE = 120_000;

/**
 * `log` in any order. Only the last hundred versions are kept, so the beginning of a hold may be missing. Until something
 * settles who holds, the latest renewal counts: a holder renews several times a lease, and one who lost does not.
 */
export function replay(log: readonly LoggedEntry[]): LockState {
  const ordered = [...log].sort((a, b) => a.version - b.version);
  const { settled: _, ...state } = ordered.reduce(next, { settled: ordered[0]?.version === 1 } as Replayed);
  return state;
}

interface Replayed extends LockState {
  readonly settled: boolean;
}

function next(state: Replayed, { version, at, entry }: LoggedEntry): Replayed {
  if (!entry) return state;
  const { hold } = state;
  const own = hold?.id === entry.id;
  const over = hold !== undefined && at >= hold.expires;
  if (entry.entry === 'release' || entry.entry === 'unlock') {
    return own || !state.settled ? { settled: true, before: { end: entry.entry, at } } : state;
  }
  const { entry: kind, id, ...holder } = entry;
  const taken = { id, holder, version, expires: at + LEASE };
  if (kind === 'renewal') return own || !state.settled ? { ...state, hold: taken } : state;
  if (own || !hold) return { ...state, hold: taken };
  return over ? { settled: true, hold: taken, before: { end: 'expiry', at } } : state;
}

/**
 * Whether version `claimed` took a free lock, as far as the version before it can tell by itself: a release straight after
 * the last entry of its own hold, which was in force then.
 */
export function followsRelease(claimed: number, previous: LoggedEntry | undefined): boolean {
  const entry = previous?.entry;
  return previous?.version === claimed - 1 && entry?.entry === 'release' && entry.after === claimed - 2;
}

/** Flat, since Parameter Store takes no `{{` or `}}`; what people name their machines may not bring one in either. */
export function formatEntry(entry: Entry): string {
  return JSON.stringify(entry, (_key, value: unknown) =>
    typeof value === 'string' ? value.replaceAll(/[{}]/g, '').slice(0, LONGEST_FIELD) : value,
  );
}

/** characters; a standard parameter takes 4 KB in all. */
const LONGEST_FIELD = 500;

export function parseEntry(text: string | undefined): Entry | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
  return isEntry(value) ? value : undefined;
}

const STRINGS: Record<Entry['entry'], readonly string[]> = {
  claim: ['id', 'who', 'where', 'since', 'what', 'apikit'],
  renewal: ['id', 'who', 'where', 'since', 'what', 'apikit'],
  release: ['id'],
  unlock: ['id'],
};

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  const strings = STRINGS[fields.entry as Entry['entry']] as readonly string[] | undefined;
  if (!strings?.every((name) => typeof fields[name] === 'string')) return false;
  return fields.entry !== 'release' || typeof fields.after === 'number';
}
