/** The last switch of a stage, as `releases` and `status` show it. Pure. */
import type { Promotion } from '../../../aws/releases/release-record.ts';
import { type HistoryEntry, releaseOf } from '../../../aws/releases/release-record.ts';
import type { SwitchRecord } from '../../../aws/releases/switch-record.ts';
import { callerName } from '../../../ui/caller-name.ts';
import { minute } from '../../../ui/moment.ts';

export interface Switched {
  how: SwitchRecord['how'];
  /** ISO 8601. */
  at: string;
  /** The ARN of the caller. */
  by: string | null;
  /** The release that was served before; `null` if there was none, or if it is no longer kept. */
  from: string | null;
  reason: string | null;
  /** The promoted release of another stage; `null` if there was no promotion. */
  source: Promotion | null;
}

/** `null` if an older version of apikit, or another tool, switched the stage. */
export function switchedOf(record: SwitchRecord | undefined, releases: readonly HistoryEntry[]): Switched | null {
  if (!record) return null;
  const { how, time, by, from, reason, source } = record;
  const before = releaseOf(releases, from)?.record.release;
  return { how, at: time, by: by ?? null, from: before ?? null, reason: reason ?? null, source: source ?? null };
}

/**
 * `Rolled back from 4f2a… on 2026-11-29 12:04 UTC by ann: orders are lost`, `Promoted from staging (release 8ffe…) on
 * …`; nothing after a deploy.
 */
export function switchedLines(switched: Switched | null): string[] {
  if (!switched) return [];
  const { how, at, by, from, reason, source } = switched;
  const whom = by === null ? '' : ` by ${callerName(by)}`;
  if (source) return [`Promoted from ${source.stage} (release ${source.release}) on ${minute(at)}${whom}.`];
  if (how !== 'rollback') return [];
  return [
    `Rolled back${from === null ? '' : ` from ${from}`} on ${minute(at)}${whom}${reason === null ? '.' : `: ${reason}`}`,
  ];
}
