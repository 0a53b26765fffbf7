/** `apikit rollback`: rolls back a stage to an earlier release, contract and code in one switch. Needs no sources. */
import { type HistoryEntry, releaseOf } from '../aws/releases/release-record.ts';
import { LONGEST_REASON } from '../aws/releases/switch-record.ts';
import type { Context, Target } from '../context.ts';
import type { CaseResult } from '../contract/testing/case-result.ts';
import { ApikitError, EXIT, usageError } from '../errors.ts';
import { APP_OPTION, WAIT_OPTION } from '../flags/common-flags.ts';
import { changesLine, type ReleaseChanges } from '../stage/releases/release-changes.ts';
import { liveRelease, type StageReleases } from '../stage/releases/stage-releases.ts';
import type { RollbackSmoke } from '../stage/rollback/rollback-stage.ts';
import type { ServesAgain } from '../stage/rollback/serves-again.ts';
import { counted } from '../text/counted.ts';
import { minute } from '../ui/moment.ts';
import { SYMBOL } from '../ui/theme.ts';
import { type CallTotals, callTotals, summaryLine } from './parts/call-summary.ts';
import { givenCredentials } from './parts/calling-key.ts';
import { defineCommand } from './parts/command.ts';
import { chooseRelease, PREVIOUS } from './parts/releases/choose-release.ts';
import { countsOf } from './parts/smoke/test-report.ts';
import {
  canaryInProgress,
  partsOf,
  previewRelease,
  refuseIfOvertaken,
  refuseObstacles,
} from './parts/stage/release-preview.ts';
import { waitTime, withStageLock } from './parts/stage/stage-lock.ts';

interface Answers {
  readonly target: Target;
  readonly stage: StageReleases;
  readonly to: HistoryEntry;
  readonly needs: ServesAgain;
  /** The changes from the live release; `undefined` if one of the two is too old to compare. */
  readonly changes?: ReleaseChanges;
  readonly reason?: string;
  /** The contract of the release; `undefined` if it was not kept, or if no test is requested. */
  readonly contract?: RollbackSmoke['contract'];
  readonly command: string;
  /** When the reading of the stage began, in the clock's milliseconds. */
  readonly observedFrom: number;
  /** In ms since the epoch. The time that a person needed to answer the prompt is added, so that it does not count. */
  readonly started: number;
}

export interface RollbackResult {
  app: string;
  stage: string;
  account: string;
  region: string;
  url: string;
  /** The release that is live now. */
  release: string;
  /** The release that was live before; `null` if apikit did not create it. */
  from: string | null;
  changed: boolean;
  reason: string | null;
  changes: ReleaseChanges | null;
  /** The policies of the function's role whose permissions were restored. */
  rights: readonly string[];
  /** The counts of the smoke test's requests; `null` if there was no test. */
  smoke: Record<CaseResult['outcome'], number> | null;
  warnings: readonly string[];
  calls: CallTotals;
  seconds: number;
}

/** The description of an alias is shorter than that of a stage. */
const LONGEST_URL_REASON = 120;

export const rollback = defineCommand({
  arguments: [{ name: '[release]', description: 'its ID, or the beginning of the ID', completes: 'releases' }],
  options: [
    {
      flags: '--to <release>',
      description: `an ID, \`${PREVIOUS}\` (the default: the release that was live before), or a time such as 30m or 2026-11-29T10:15Z`,
      completes: 'releases',
    },
    { flags: '--reason <text>', description: 'the reason, for others who look at the stage' },
    {
      flags: '--no-smoke',
      description: 'do not test the live stage afterwards, and do not undo the rollback if it fails',
    },
    APP_OPTION,
    WAIT_OPTION,
  ],
  common: ['stage', 'profile', 'region', 'yes', 'events'],
  anyStage: true,
  examples: [
    'apikit rollback --stage prod --reason "orders are lost"',
    'apikit rollback 4f2a --stage prod',
    'apikit rollback --to 30m --stage prod',
    'apikit rollback --app items-api --stage prod --region eu-west-1 --yes --json',
  ],

  async ask({ args: [release], flags }, context): Promise<Answers> {
    const started = context.io.clock.now();
    waitTime(flags);
    const wanted = wantedRelease(release, flags.to);
    const reason = reasonOf(flags.reason);
    const target = await context.target();
    const { config } = target;
    if (config.api === 'url' && (reason?.length ?? 0) > LONGEST_URL_REASON)
      throw usageError(
        `With a function URL, --reason takes at most ${LONGEST_URL_REASON} characters; this one has ${reason?.length}.`,
      );
    const observedFrom = context.io.clock.now();
    const parts = partsOf(target, context);
    const { stageReleases } = await import('../stage/releases/stage-releases.ts');
    const stage = await stageReleases(config, parts);
    const of = `${config.app}/${config.stage}`;
    if (stage.canary !== undefined) throw canaryInProgress(of, config.stage);
    if (wanted === undefined) refuseTwice(stage, target, of);
    const to = chooseRelease({ text: wanted ?? PREVIOUS, stage, of, now: context.io.clock.now() });
    const command = `apikit rollback ${to.record.release} --stage ${config.stage}`;
    const common = { target, stage, to, command, observedFrom, ...(reason !== undefined && { reason }) };
    if (to.deploymentId === stage.live)
      return { ...common, needs: { obstacles: [], warnings: [], rights: {} }, started };
    const looked = await previewRelease(target, { stage, to }, context);
    for (const warning of looked.needs.warnings) context.report.warn(warning);
    refuseObstacles(looked.needs, to, of, config.stage);
    const asked = context.io.clock.now();
    if (!flags.yes) await agree({ ...common, ...looked }, context);
    const { contract, ...rest } = looked;
    return {
      ...common,
      ...rest,
      ...(contract && flags.smoke && { contract }),
      started: started + context.io.clock.now() - asked,
    };
  },

  async execute(answers, context): Promise<RollbackResult> {
    const { target, stage, to, needs, changes, contract, reason, command, observedFrom, started } = answers;
    const { config, facts, clients } = target;
    const changed = to.deploymentId !== stage.live;
    const smoke = contract && { smoke: { contract, ...givenCredentials({}, context.io) } };
    let smoked: readonly CaseResult[] | undefined;
    if (changed) {
      const { rollbackStage } = await import('../stage/rollback/rollback-stage.ts');
      const { probe, smoked: tested } = await withStageLock(target, context, {
        command,
        observedFrom,
        first: false,
        run: async ({ signal, changedMeanwhile }) => {
          const parts = { ...partsOf(target, context), signal };
          if (changedMeanwhile) await refuseIfOvertaken(config, { stage, to }, parts);
          const why = reason !== undefined && { reason };
          return await rollbackStage({ config, stage, to, needs, command, ...smoke, ...why }, parts);
        },
      });
      smoked = tested;
      if (!probe.seen)
        context.report.warn(
          `The stage was switched, but this machine could not check whether ${stage.url} serves release ${to.record.release} (${probe.problem}).`,
        );
    }
    return {
      app: config.app,
      stage: config.stage,
      account: facts.account,
      region: facts.region,
      url: stage.url,
      release: to.record.release,
      from: liveRelease(stage)?.record.release ?? null,
      changed,
      reason: reason ?? null,
      changes: changes ?? null,
      rights: Object.keys(needs.rights),
      smoke: smoked ? countsOf(smoked) : null,
      warnings: needs.warnings,
      calls: callTotals(clients.counts),
      seconds: (context.io.clock.now() - started) / 1000,
    };
  },

  render: ({ app, stage, url, release, from, changed, rights, smoke, calls, seconds }, theme) => ({
    notes: changed
      ? [
          `${theme.good(SYMBOL.done)} ${app}/${stage} serves release ${release} again, ${from === null ? 'instead of a deployment that apikit did not create' : `instead of ${from}`}.`,
          ...(rights.length > 0
            ? [
                'The permissions that the release needs were restored to the function. The next deploy removes permissions that are not needed.',
              ]
            : []),
          ...(smoke ? [`Smoke test: ${counted(smoke.passed, 'request')} passed, ${smoke.skipped} not sent.`] : []),
          'Stage settings, tables, API keys and usage plans are not part of a release and stay as they are.',
        ]
      : [`${theme.good(SYMBOL.done)} Nothing to do: ${app}/${stage} serves release ${release}.`],
    data: [theme.bold(url), `release ${release}`, summaryLine(calls, seconds)],
    next: [`apikit releases --stage ${stage}`],
  }),
  json: (result) => result,
});

/** Returns the argument, or `--to`. */
function wantedRelease(argument: string | undefined, to: string | undefined): string | undefined {
  if (argument !== undefined && to !== undefined)
    throw usageError('A release was given twice.', `Pass either ${argument} or --to ${to}.`);
  return argument ?? to;
}

function reasonOf(reason: string | undefined): string | undefined {
  if (reason === undefined) return undefined;
  if (reason.length > LONGEST_REASON)
    throw usageError(`--reason takes at most ${LONGEST_REASON} characters; this one has ${reason.length}.`);
  return reason;
}

/** A user who repeats the command, because the output was lost, does not want to return to the faulty release. */
function refuseTwice({ switched, releases }: StageReleases, { config: { stage } }: Target, of: string): void {
  if (switched?.how !== 'rollback') return;
  const before = releaseOf(releases, switched.from)?.record.release;
  const forward = before === undefined ? '' : ` To return to ${before}: apikit rollback ${before} --stage ${stage}`;
  throw usageError(
    `${of} was already rolled back, at ${minute(switched.time)}, so the target release must be given. Nothing was changed.`,
    `The kept releases: apikit releases --stage ${stage}.${forward}`,
  );
}

/** A rollback of a protected stage asks for confirmation if there is a terminal. */
async function agree(
  { target, stage, to, changes }: Pick<Answers, 'target' | 'stage' | 'to' | 'changes'>,
  context: Context,
) {
  const { config, facts } = target;
  if (!context.interactive || !config.protected) return;
  context.report.finish();
  const live = liveRelease(stage);
  const lines = [
    `serves  ${live ? `${live.record.release}, created ${minute(live.record.time)}` : 'a deployment that apikit did not create'}`,
    `goes to ${to.record.release}, created ${minute(to.record.time)}`,
    ...(changes ? [`changes ${changesLine(changes)}`] : []),
  ];
  for (const line of lines) context.io.stderr.write(`${line}\n`);
  const message = `Roll ${config.app}/${config.stage} back (account ${facts.account}, ${facts.region})?`;
  if (await context.prompts.confirm({ message, default: false })) return;
  throw new ApikitError('Declined', 'Nothing was changed.', { exitCode: EXIT.declined });
}
