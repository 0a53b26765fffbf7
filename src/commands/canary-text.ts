/** The canary of a stage as data and as words: what all `canary` commands tell. Pure. */
import { releaseOf } from '../aws/release-record.ts';
import type { Target } from '../context.ts';
import { liveRelease, type StageReleases } from '../pipeline/stage-releases.ts';
import { callerName } from '../ui/caller-name.ts';
import { minute } from '../ui/moment.ts';

export interface ShownCanary {
  app: string;
  stage: string;
  url: string;
  /** The release of the other requests; `null`: apikit did not make it. */
  release: string | null;
  canary: {
    /** `null`: apikit did not make it. */
    release: string | null;
    /** 0 to 100 */
    percent: number;
    /** ISO 8601; `null` where another tool made the canary. */
    at: string | null;
    /** ARN of whoever made it. */
    by: string | null;
  } | null;
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
          },
  };
}

/** The stage as it is when its canary has ended. */
export function withoutCanary({ canary: _, percent: __, ...stage }: StageReleases): StageReleases {
  return stage;
}

/** `10 % of the requests go to release 4f2a… since 2026-11-29 12:04 UTC by ann, the others to …` */
export function canaryLine({ release, canary }: ShownCanary): string {
  const others = release ?? 'a deployment that apikit did not make';
  if (!canary) return `No canary: all requests go to ${others}.`;
  const since = canary.at === null ? '' : ` since ${minute(canary.at)}`;
  const whom = canary.by === null ? '' : ` by ${callerName(canary.by)}`;
  const to = canary.release ?? 'a deployment that apikit did not make';
  return `${canary.percent} % of the requests go to ${to}${since}${whom}, the others to ${others}.`;
}
