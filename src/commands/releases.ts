/** `apikit releases`: lists the releases of a stage, which of them is live, and what each changed. Reads only. */
import type { KeptRelease } from '../aws/releases/kept-release.ts';
import type { HistoryEntry, Promotion } from '../aws/releases/release-record.ts';
import { type Unsearched, unsearchedLine } from '../aws/sdk/unsearched.ts';
import { APP_OPTION } from '../flags/common-flags.ts';
import { changesLine, type ReleaseChanges, releaseChanges } from '../stage/releases/release-changes.ts';
import type { StageReleases } from '../stage/releases/stage-releases.ts';
import { callerName } from '../ui/caller-name.ts';
import { minute } from '../ui/moment.ts';
import { table } from '../ui/table.ts';
import { defineCommand } from './parts/command.ts';
import { type Switched, switchedLines, switchedOf } from './parts/releases/switched.ts';
import { lockPartsOf, partsOf } from './parts/stage/release-preview.ts';

type State = 'live' | 'canary' | 'kept';

interface ReleaseRow {
  release: string;
  state: State;
  /** The time of its creation, in ISO 8601. */
  at: string;
  /** The ARN of the caller that created it. */
  by: string | null;
  revision: string | null;
  /** The release of another stage that was promoted; `null` if the release comes from the project's files. */
  promoted: Promotion | null;
  /** The stages that it was promoted to, and that may still serve it. */
  promotedTo: string[];
  /** The version of the function. */
  version: string;
  /**
   * The changes from the previous release; `null` if there is none, or if an older version of apikit created one of the
   * two.
   */
  changes: ReleaseChanges | null;
}

interface ListedReleases {
  app: string;
  stage: string;
  url: string;
  /** Newest first. */
  releases: ReleaseRow[];
  switched: Switched | null;
  /** The searches that failed, so that changes are not known. */
  unsearched: Unsearched[];
}

export const releases = defineCommand({
  options: [APP_OPTION],
  common: ['stage', 'profile', 'region'],
  anyStage: true,
  examples: [
    'apikit releases --stage prod',
    'apikit releases --stage prod --json',
    'apikit releases --app items-api --stage prod --region eu-west-1',
  ],
  ask: async (_input, context) => ({ target: await context.target() }),
  async execute({ target }, context): Promise<ListedReleases> {
    const { config } = target;
    const [{ keptReleasesOf }, { stageReleases }] = await Promise.all([
      import('../stage/releases/kept-releases.ts'),
      import('../stage/releases/stage-releases.ts'),
    ]);
    const stage = await stageReleases(config, partsOf(target, context));
    const unsearched: Unsearched[] = [];
    const { releases: kept } = await keptReleasesOf(lockPartsOf(target, context), unsearched);
    return { app: config.app, stage: config.stage, url: stage.url, ...listed(stage, kept), unsearched };
  },
  render: ({ app, stage, releases, switched, unsearched }, theme) => {
    if (releases.length === 0)
      return {
        notes: [`${app}/${stage} serves nothing that apikit created.`],
        next: [`apikit deploy --stage ${stage}`],
      };
    const rows = releases.map(({ release, state, at, by, revision, promoted, promotedTo, changes }) => [
      release,
      state,
      minute(at),
      by === null ? '' : callerName(by),
      [
        ...(revision === null ? [] : [revision]),
        ...(promoted ? [`from ${promoted.stage}`] : []),
        ...promotedTo.map((stage) => `to ${stage}`),
      ].join(', '),
      changes === null ? '' : changesLine(changes),
    ]);
    const paint = (cell: string, column: number, row: number) => {
      if (row === 0) return theme.dim(cell);
      return column === 1 && cell === 'live' ? theme.good(cell) : cell;
    };
    const [previous] = releases.filter(({ state }) => state === 'kept');
    return {
      notes: [...switchedLines(switched), ...unsearched.map(unsearchedLine)],
      data: table([['RELEASE', 'STATE', 'MADE', 'BY', 'REVISION', 'CHANGED'], ...rows], paint),
      next: previous ? [`apikit rollback ${previous.release} --stage ${stage}`] : [],
    };
  },
  json: (found) => found,
});

function listed(
  stage: StageReleases,
  kept: ReadonlyMap<string, KeptRelease>,
): Pick<ListedReleases, 'releases' | 'switched'> {
  const { releases, switched } = stage;
  return {
    releases: releases.map((entry, index) => row(entry, releases[index + 1], stage, kept)),
    switched: switchedOf(switched, releases),
  };
}

function row(
  { deploymentId, record }: HistoryEntry,
  before: HistoryEntry | undefined,
  { live, canary }: StageReleases,
  kept: ReadonlyMap<string, KeptRelease>,
): ReleaseRow {
  const [had, has] = [before && kept.get(before.record.release), kept.get(record.release)];
  return {
    release: record.release,
    state: deploymentId === live ? 'live' : deploymentId === canary ? 'canary' : 'kept',
    at: record.time,
    by: record.by ?? null,
    revision: record.revision ?? null,
    promoted: record.promoted ?? null,
    promotedTo: record.promotedTo ?? [],
    version: record.version,
    changes: before && had && has ? releaseChanges({ record: before.record, kept: had }, { record, kept: has }) : null,
  };
}
