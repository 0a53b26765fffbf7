/** The canary of a stage as data and as text, for all `canary` commands. Pure. */
import { releaseOf } from '../../../aws/releases/release-record.ts';
import type { WatchRecord } from '../../../aws/releases/switch-record.ts';
import { endOfSteps } from '../../../canary/steps.ts';
import type { Target } from '../../../context.ts';
import { liveRelease, type StageReleases } from '../../../stage/releases/stage-releases.ts';
import { callerName } from '../../../ui/caller-name.ts';
import { stepsText } from '../../../ui/canary-watch-text.ts';
import { minute } from '../../../ui/moment.ts';

export interface ShownCanary {
  app: string;
  stage: string;
  url: string;
  /** The release of the other requests; `null` if apikit did not create it. */
  release: string | null;
  canary: {
    /** `null` if apikit did not create it. */
    release: string | null;
    /** Between 0 and 100. */
    percent: number;
    /** ISO 8601; `null` if another tool created the canary. */
    at: string | null;
    /** The ARN of the caller that created it. */
    by: string | null;
    watch: ShownWatch | null;
  } | null;
}

/** A watch that a caller started. The account does not know whether it still runs. */
export interface ShownWatch {
  /** ISO 8601. `until` is the time of the promotion if no check fails. */
  since: string;
  until: string;
  /** Shares between 0 and 100, and the seconds at each of them. */
  steps: readonly number[];
  every: number;
}

/** `percent` is the canary's current share. */
export function shownWatch(watch: WatchRecord | undefined, percent: number): ShownWatch | null {
  if (!watch) return null;
  const { since, share, steps, every } = watch;
  const until = new Date(endOfSteps(watch, percent, Date.parse(share))).toISOString();
  return { since, until, steps, every };
}

/** Says how to continue the watch, because the account does not know whether it still runs. */
export function watchLine({ since, until, steps, every }: ShownWatch, stage: string): string {
  return `Watched since ${minute(since)}, at ${stepsText(steps, every)}, to be promoted at ${minute(until)}. If that watch has ended, continue with: apikit canary watch --stage ${stage}`;
}

export function shownCanary({ app, stage: name }: Target['config'], stage: StageReleases): ShownCanary {
  const { releases, canary, percent = 0, switched, url } = stage;
  const made = switched?.canary;
  return {
    app,
    stage: name,
    url,
    release: liveRelease(stage)?.record.release ?? null,
    canary:
      canary === undefined
        ? null
        : {
            release: releaseOf(releases, canary)?.record.release ?? null,
            percent,
            at: made?.time ?? null,
            by: made?.by ?? null,
            watch: shownWatch(made?.watch, percent),
          },
  };
}

/** The stage after the end of its canary. */
export function withoutCanary({ canary: _, percent: __, ...stage }: StageReleases): StageReleases {
  return stage;
}

/** For example `10 % of the requests go to release 4f2a… since 2026-11-29 12:04 UTC by ann, the others to …`. */
export function canaryLine({ release, canary }: ShownCanary): string {
  const others = release ?? 'a deployment that apikit did not create';
  if (!canary) return `No canary: all requests go to ${others}.`;
  const since = canary.at === null ? '' : ` since ${minute(canary.at)}`;
  const whom = canary.by === null ? '' : ` by ${callerName(canary.by)}`;
  const to = canary.release ?? 'a deployment that apikit did not create';
  return `${canary.percent} % of the requests go to ${to}${since}${whom}, the others to ${others}.`;
}
