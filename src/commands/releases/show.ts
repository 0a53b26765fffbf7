/** `apikit releases show`: shows all facts about one release, and its differences from the live release. Reads only. */
import type { KeptRelease } from '../../aws/releases/kept-release.ts';
import type { ReleaseRecord } from '../../aws/releases/release-record.ts';
import { type Unsearched, unsearchedLine } from '../../aws/sdk/unsearched.ts';
import type { Target } from '../../context.ts';
import { APP_OPTION } from '../../flags/common-flags.ts';
import { changesLine, type ReleaseChanges, releaseChanges } from '../../stage/releases/release-changes.ts';
import { callerName } from '../../ui/caller-name.ts';
import { minute } from '../../ui/moment.ts';
import { defineCommand } from '../parts/command.ts';
import { chooseRelease } from '../parts/releases/choose-release.ts';
import { lockPartsOf, partsOf } from '../parts/stage/release-preview.ts';

interface Answers {
  readonly target: Target;
  readonly wanted: string;
}

interface ShownRelease {
  app: string;
  stage: string;
  release: string;
  live: boolean;
  record: ReleaseRecord;
  deployment: string;
  /**
   * `null` if an older version of apikit created the release and kept nothing of it, or if `unsearched` says why it is
   * not known.
   */
  kept: {
    /** `table` is the name in apikit.yaml, and `name` the name in AWS. */
    tables: { table: string; name: string }[];
    secrets: { name: string; from: string }[];
    settings: { name: string; value: string }[];
  } | null;
  /** The searches that failed, so that more is not known. */
  unsearched: Unsearched[];
  /** The names have the form `GET /items`. Empty if nothing is kept. */
  operations: string[];
  /** The changes of a switch to this release; `null` if this release or the live release is not known. */
  againstLive: (ReleaseChanges & { release: string }) | null;
}

export const releasesShow = defineCommand({
  arguments: [{ name: '<release>', description: 'its ID, or the beginning of the ID', completes: 'releases' }],
  options: [APP_OPTION],
  common: ['stage', 'profile', 'region'],
  anyStage: true,
  examples: ['apikit releases show 4f2a --stage prod', 'apikit releases show previous --stage prod --json'],
  ask: async ({ args: [wanted] }, context): Promise<Answers> => ({ target: await context.target(), wanted }),
  async execute({ target, wanted }, context): Promise<ShownRelease> {
    const [{ keptReleasesOf }, { liveRelease, stageReleases }] = await Promise.all([
      import('../../stage/releases/kept-releases.ts'),
      import('../../stage/releases/stage-releases.ts'),
    ]);
    const { config } = target;
    const { app, stage: name } = config;
    const stage = await stageReleases(config, partsOf(target, context));
    const { record, deploymentId } = chooseRelease({
      text: wanted,
      stage,
      of: `${app}/${name}`,
      now: context.io.clock.now(),
    });
    const live = liveRelease(stage);
    const unsearched: Unsearched[] = [];
    const { releases: all } = await keptReleasesOf(lockPartsOf(target, context), unsearched);
    const kept = all.get(record.release);
    const had = live && all.get(live.record.release);
    return {
      app,
      stage: name,
      release: record.release,
      live: deploymentId === stage.live,
      record,
      deployment: deploymentId,
      kept: kept ? listed(kept) : null,
      unsearched,
      operations: Object.keys(kept?.operations ?? {}),
      againstLive:
        live && had && kept
          ? { release: live.record.release, ...releaseChanges({ record: live.record, kept: had }, { record, kept }) }
          : null,
    };
  },
  render: ({ stage, release, live, record, deployment, kept, unsearched, operations, againstLive }, theme) => {
    const { time, by, revision, version, contract, code, promoted, promotedTo = [] } = record;
    return {
      ...(kept === null && {
        notes:
          unsearched.length > 0
            ? unsearched.map(unsearchedLine)
            : ['An older version of apikit created this release: its operations, tables and settings are not known.'],
      }),
      data: [
        theme.bold(`release ${release}`) + (live ? theme.good(' live') : ''),
        `made       ${minute(time)}${by === undefined ? '' : ` by ${callerName(by)}`}${revision === undefined ? '' : ` from ${revision}`}`,
        ...(promoted ? [`promoted   from ${promoted.stage}, release ${promoted.release}`] : []),
        ...promotedTo.map((other) => `promoted   to ${other}`),
        `function   version ${version}, code ${code}`,
        `contract   ${contract.slice(0, 12)}, deployment ${deployment}`,
        ...(kept?.settings ?? []).map(({ name, value }) => `setting    ${name}: ${value}`),
        ...(kept?.tables ?? []).map(({ table, name }) => `table      ${table}: ${name}`),
        ...(kept?.secrets ?? []).map(({ name, from }) => `secret     ${name}: ${from}`),
        ...operations.map((operation) => `operation  ${operation}`),
        ...(againstLive && !live ? ['', ...differences(againstLive)] : []),
      ],
      next: live ? [] : [`apikit rollback ${release} --stage ${stage}`],
    };
  },
  json: (found) => found,
});

function listed({ tables, secrets, settings }: KeptRelease): NonNullable<ShownRelease['kept']> {
  return {
    tables: Object.entries(tables).map(([table, { name }]) => ({ table, name })),
    secrets: Object.entries(secrets).map(([name, from]) => ({ name, from })),
    settings: Object.entries(settings).map(([name, value]) => ({ name, value })),
  };
}

function differences(changes: ReleaseChanges & { release: string }): string[] {
  const { added, removed, changed } = changes.operations;
  return [
    `Compared with ${changes.release}, which is live: ${changesLine(changes)}`,
    ...added.map((operation) => `  + ${operation}`),
    ...removed.map((operation) => `  - ${operation}`),
    ...changed.map((operation) => `  ~ ${operation}`),
  ];
}
