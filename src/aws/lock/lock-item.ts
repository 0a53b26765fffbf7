/**
 * The lock of a stage as an item of the table `apikit-locks` (docs/adr/0013-the-lock-is-a-conditional-write.md): who
 * holds it, until when, and how the last hold ended. Pure.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { LOCK_KEY } from './lock-table.ts';

/** The holder of a lock, as shown to others who are refused. */
export interface Holder {
  /** For example `arn:aws:iam::123456789012:user/ann (ann)`. */
  readonly who: string;
  /** The address of the CI job, or the computer's name. */
  readonly where: string;
  /** When the holder took it, by the holder's clock (ISO 8601). */
  readonly since: string;
  /** The holder's command: `apikit deploy --stage prod`. */
  readonly what: string;
  /** The version of apikit. */
  readonly apikit: string;
}

export interface Hold {
  /** Unique to the run that holds the lock. */
  readonly id: string;
  readonly holder: Holder;
  /** Milliseconds since the epoch, by AWS's clock. From then on somebody else may take over. */
  readonly expires: number;
}

/** How the last hold ended: its holder released it, or somebody removed it by hand. */
export type End = Release | { readonly how: 'unlock' };

export interface Release {
  readonly how: 'release';
  /** Milliseconds since the epoch, by AWS's clock. The release was not later than this. */
  readonly at: number;
  /** The same moment in milliseconds of the clock with the name `clock`. */
  readonly local: number;
  readonly clock: string;
}

/** Data that a claim stores in the item beside the lock, by attribute. */
export type AttachedData = Readonly<Record<string, AttributeValue>>;

export interface LockItem {
  readonly hold?: Hold;
  /** The end of the last hold. `undefined` if no hold has ended since the item was created. */
  readonly ended?: End;
  readonly attached?: AttachedData;
}

/** Milliseconds from a claim or renewal until somebody else may take over. */
export const LEASE = 120_000;

/** Bytes. Long names of computers and jobs must not fill the item. */
const LONGEST_FIELD = 500;

const HOLDER_FIELDS = ['who', 'where', 'since', 'what', 'apikit'] as const;

/** The attribute `hold`. */
export function holdAttribute(id: string, holder: Holder): AttributeValue {
  const fields = HOLDER_FIELDS.map((name) => [name, { S: holder[name].slice(0, LONGEST_FIELD) }] as const);
  return { M: { id: { S: id }, ...Object.fromEntries(fields) } };
}

/** The attribute `ended`. */
export function endAttribute(end: End): AttributeValue {
  if (end.how === 'unlock') return { M: { how: { S: end.how } } };
  const { how, at, local, clock } = end;
  return { M: { how: { S: how }, at: { N: String(at) }, local: { N: String(local) }, clock: { S: clock } } };
}

/** An attribute in another form than apikit's counts as absent. A hold in any form is a hold. */
export function parseLockItem(item: Readonly<Record<string, AttributeValue>>): LockItem {
  const { [LOCK_KEY]: _, hold, renewed, ended, ...attached } = item;
  const text = (name: keyof Holder | 'id') => hold?.M?.[name]?.S ?? 'somebody';
  const holder = {
    who: text('who'),
    where: text('where'),
    since: text('since'),
    what: text('what'),
    apikit: text('apikit'),
  };
  const end = ended?.M && parseEnd(ended.M);
  return {
    ...(hold && { hold: { id: text('id'), holder, expires: Number(renewed?.N ?? 0) + LEASE } }),
    ...(end && { ended: end }),
    ...(Object.keys(attached).length > 0 && { attached }),
  };
}

function parseEnd({ how, at, local, clock }: Readonly<Record<string, AttributeValue>>): End | undefined {
  if (how?.S === 'unlock') return { how: how.S };
  if (how?.S !== 'release') return undefined;
  return { how: how.S, at: Number(at?.N), local: Number(local?.N), clock: clock?.S ?? '' };
}
