/**
 * `apikit promote`: deploys the release of one stage to another, with the same contract and the same zip. Builds
 * nothing.
 */
import { requireFrontDoor } from '../config/require-rest-api.ts';
import type { Context, Target } from '../context.ts';
import { attributesOf } from '../engine/observe.ts';
import { pending } from '../engine/plan.ts';
import { ApikitError, EXIT, usageError } from '../errors.ts';
import { WAIT_OPTION } from '../flags/common-flags.ts';
import { functionName } from '../naming/names.ts';
import { attributeOf } from '../stack/ids.ts';
import type { StageDifferences } from '../stage/promotion/stage-differences.ts';
import { historyIn } from '../stage/releases/live-release.ts';
import { minute } from '../ui/moment.ts';
import { keptLine, planText } from '../ui/plan-text.ts';
import { SYMBOL, type Theme } from '../ui/theme.ts';
import { widthOf, wrap } from '../ui/wrap.ts';
import type { DeployResult } from './deploy.ts';
import { callTotals, summaryLine } from './parts/call-summary.ts';
import { exitCodeOf, refuseInAlarm, renderEnd } from './parts/canary/canary-watching.ts';
import { WATCH_OPTION, watchDeployed } from './parts/canary/deploy-watch.ts';
import { canaryFlags, canaryShare, type NewCanary, newCanary } from './parts/canary/new-canary.ts';
import { defineCommand, type Rendered } from './parts/command.ts';
import { deploySmoke, smokeNotes, smokeSummary, untestable } from './parts/deploy/deploy-smoke.ts';
import { refuseDuringCanary } from './parts/deploy/during-canary.ts';
import { lockedDeploy } from './parts/deploy/locked-deploy.ts';
import { changesOf, keptResources, PLAN_OPTIONS, type PlannedDeploy, planOptions } from './parts/deploy/make-plan.ts';
import { tellWaiting, waitingChanges, waitingIn } from './parts/deploy/waiting-changes.ts';
import { withInterruptNote } from './parts/finish-note.ts';
import { markInSource } from './parts/promote/mark-in-source.ts';
import { planPromotion } from './parts/promote/plan-promotion.ts';
import { type PromotableRelease, promotableRelease } from './parts/promote/promotable-release.ts';
import { locationText, promotionLines } from './parts/promote/promotion-text.ts';
import { warnIfNotSeen } from './parts/stage/not-seen.ts';
import { waitTime } from './parts/stage/stage-lock.ts';

interface Answers extends Pick<PromotableRelease, 'stage' | 'entry'>, NewCanary {
  readonly source: Target;
  readonly planned: PlannedDeploy;
  readonly differences: StageDifferences;
  readonly smoke: boolean;
  /** The command with the release, so that it promotes the same release again. */
  readonly command: string;
  /** When the reading of the source began, in the clock's milliseconds. */
  readonly observedFrom: number;
  /** In ms since the epoch. The time that a person needed to answer the prompt is added, so that it does not count. */
  readonly started: number;
}

interface PromoteResult extends Omit<DeployResult, 'domain' | 'next' | 'markdown'> {
  source: {
    stage: string;
    account: string;
    region: string;
    release: string;
    /** The time of its creation, in ISO 8601. */
    at: string;
    /** The ARN of the caller that created it. */
    by: string | null;
    revision: string | null;
  };
  /** The base64 SHA-256 of the zip. It is the same in both stages. */
  code: string;
  differences: StageDifferences;
}

export const promote = defineCommand({
  options: [
    { flags: '--from <stage>', description: 'stage with the release', completes: 'stages' },
    { flags: '--to <stage>', description: 'stage to deploy the release to', completes: 'stages' },
    {
      flags: '--release <id>',
      description: 'release of --from, by its ID or the beginning of it (default: the live release)',
      completes: 'releases',
    },
    { flags: '--no-smoke', description: 'do not test the release before and after it goes live' },
    {
      flags: '--canary <percent>',
      description: 'give the release only this share of the requests, 0 to 100; without the tests',
    },
    WATCH_OPTION,
    ...PLAN_OPTIONS,
    WAIT_OPTION,
  ],
  common: ['yes', 'events'],
  examples: [
    'apikit promote --from staging --to prod',
    'apikit promote --from staging --to prod --release 4f2a --yes --json',
    'apikit promote --from staging --to prod --canary 10 --watch',
  ],

  async ask({ flags }, context): Promise<Answers> {
    const started = context.io.clock.now();
    waitTime(flags);
    const { from, to } = stagesOf(flags.from, flags.to);
    const given = newCanary(flags);
    const { canary, watch } = given;
    const project = await context.project();
    const config = project.stage(to);
    const options = { ...planOptions(flags, Object.keys(config.tables)), canary: canary !== undefined };
    project.stage(from);
    const source = await context.targetOf(from);
    const target = await context.targetOf(to);
    for (const { config } of [source, target]) requireFrontDoor(config, { ofRestApi: 'Promotions' });
    const observedFrom = context.io.clock.now();
    const promotable = await promotableRelease(source, flags.release, context);
    const { planned, differences } = await planPromotion(promotable, { source, target, options }, context);
    refuseDuringCanary(planned, canary);
    if (watch) await refuseInAlarm(target, context);
    // A test of the live stage would reach either release.
    const smoke = flags.smoke && canary === undefined;
    if (smoke) await warnOfUntested(planned, context);
    const { stage, entry } = promotable;
    const ways = `${flags.smoke ? '' : ' --no-smoke'}${canaryFlags(given)}`;
    const command = `apikit promote --from ${from} --to ${to} --release ${entry.record.release}${ways}`;
    const answers = { source, stage, entry, planned, differences, smoke, ...given, command, observedFrom };
    const asked = context.io.clock.now();
    if (pending(planned.plan).length > 0 || canary !== undefined) await agree(answers, context);
    // The time that a person needs to answer is not part of the promotion.
    return { ...answers, started: started + context.io.clock.now() - asked };
  },

  async execute(answers, context): Promise<PromoteResult> {
    const { source, stage, entry, planned, differences, smoke, canary, watch, command, observedFrom, started } =
      answers;
    const { target, desired, observed, warnings } = planned;
    const { config, facts } = target;
    const { code } = entry.record;
    if (pending(planned.plan).length > 0 || canary !== undefined) {
      const keptThere = historyIn(attributesOf(observed.observation));
      const marked = { source, api: stage.api, entry, to: config.stage, keptThere, command, observedFrom };
      await markInSource(marked, context);
    }
    const { deployed, plan } = await withInterruptNote(context, () =>
      lockedDeploy(planned, command, context, {
        ...(smoke && { smoking: deploySmoke(planned, context) }),
        ...(canary !== undefined && { canary }),
        look: command,
        async verify(attributes) {
          const { confirmCode } = await import('../aws/releases/confirm-code.ts');
          const version = attributeOf(attributes, 'release', 'version');
          await confirmCode(await target.clients.lambda(), { name: functionName(config), version, code });
        },
      }),
    );
    const { url, probe } = deployed;
    warnIfNotSeen(probe, { url, release: desired.release }, context);
    tellWaiting(deployed, plan, { again: command, canary: canary !== undefined }, context.report);
    const { release, time, by, revision } = entry.record;
    const result: PromoteResult = {
      app: config.app,
      stage: config.stage,
      account: facts.account,
      region: facts.region,
      url,
      release: desired.release,
      canary: canary ?? null,
      source: {
        stage: source.config.stage,
        account: source.facts.account,
        region: source.facts.region,
        release,
        at: time,
        by: by ?? null,
        revision: revision ?? null,
      },
      code,
      expiresAt: deployed.expiresAt ?? null,
      changed: deployed.changes.length > 0 || canary !== undefined,
      changes: changesOf(deployed),
      waiting: waitingChanges(plan, waitingIn(deployed)),
      kept: keptResources(plan),
      differences,
      warnings,
      smoked: deployed.smoked,
      calls: callTotals(source.clients.counts, target.clients.counts),
      seconds: (context.io.clock.now() - started) / 1000,
    };
    if (!watch) return result;
    const told = { rendered: render(result, context.theme.stdout), document: documentOf(result) };
    return { ...result, watched: await watchDeployed(target, told, context) };
  },

  render: (result, theme) => (result.watched ? renderEnd(result.watched, theme) : render(result, theme)),
  json: (result) => (result.watched ? undefined : documentOf(result)),
  exitCode: ({ watched }) => (watched ? exitCodeOf(watched) : EXIT.done),
});

const documentOf = ({ smoked, watched: _, ...document }: PromoteResult): object => ({
  ...document,
  smoke: smoked ? smokeSummary(smoked) : null,
});

/** Throws a usage error. */
function stagesOf(from: string | undefined, to: string | undefined): { from: string; to: string } {
  if (!from || !to)
    throw usageError(
      'promote needs two stages: --from has the release, and --to gets it.',
      'For example: apikit promote --from staging --to prod',
    );
  if (from === to)
    throw usageError(
      `A release of ${from} cannot be promoted to ${to}: they are the same stage.`,
      `To serve an earlier release again: apikit rollback --stage ${to}`,
    );
  return { from, to };
}

/** A test that can send nothing does not prevent the promotion, but the user must know. */
async function warnOfUntested({ contract, target }: PlannedDeploy, context: Context): Promise<void> {
  const why = await untestable(contract, target.config, context);
  if (why) context.report.warn(`${why.message} The release goes live without a test.`);
}

async function agree(
  { source, entry, planned, differences }: Omit<Answers, 'started'>,
  context: Context,
): Promise<void> {
  const { flags, io, report, theme } = context;
  const { target, plan } = planned;
  const places = [source, target].map(({ config: { app, stage }, facts: { account, region } }) => ({
    ...{ app, stage, account, region },
  })) as [Parameters<typeof locationText>[0], Parameters<typeof locationText>[0]];
  const asks = !flags.yes && context.interactive;
  if (asks || ![flags.quiet, flags.json, flags.events].includes(true)) {
    report.finish();
    const lines = [...promotionLines(entry, places, differences, theme.stderr), ...planText(plan, theme.stderr)];
    for (const line of lines.flatMap((each) => wrap(each, widthOf(io.stderr)))) io.stderr.write(`${line}\n`);
  }
  if (flags.yes) return;
  if (!context.interactive)
    throw usageError(
      `Promoting a release to ${target.config.app}/${target.config.stage} needs a confirmation. Nothing was changed.`,
      'Pass --yes.',
    );
  const message = `Promote it to ${locationText(places[1])}?`;
  if (await context.prompts.confirm({ message, default: !target.config.protected })) return;
  throw new ApikitError('Declined', 'Nothing was changed.', { exitCode: EXIT.declined });
}

function render(result: PromoteResult, theme: Theme): Rendered {
  const { app, stage, source, canary, changed, kept, smoked, url, release, code, expiresAt, calls, seconds } = result;
  const share = canary === null ? 'now serves' : `gives ${canary} % of its requests to`;
  return {
    notes: [
      changed
        ? `${theme.good(SYMBOL.done)} ${app}/${stage} ${share} release ${source.release} of ${app}/${source.stage}: the same contract and the same zip (SHA-256 ${code}).`
        : `${theme.good(SYMBOL.done)} Nothing to do: ${app}/${stage} already serves release ${source.release} of ${app}/${source.stage}.`,
      ...kept.map((each) => keptLine(each, each.why)),
      ...(smoked ? smokeNotes(smoked) : []),
    ],
    data: [
      theme.bold(url),
      `release ${release}${canaryShare(canary)}`,
      ...(expiresAt === null ? [] : [`expires ${minute(expiresAt)}, unless it is deployed again`]),
      summaryLine(calls, seconds),
    ],
    next: [canary === null ? `apikit releases --stage ${stage}` : `apikit canary status --stage ${stage}`],
  };
}
