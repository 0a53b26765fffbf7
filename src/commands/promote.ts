/** `apikit promote`: the release of one stage goes live in another, the same contract and the same zip. Nothing is built. */
import { codeOfVersion } from '../aws/published-version.ts';
import type { Context, Target } from '../context.ts';
import { attributesOf } from '../engine/observe.ts';
import { pending } from '../engine/plan.ts';
import { ApikitError, EXIT, usageError } from '../errors.ts';
import type { DesiredStage } from '../pipeline/desired-stage.ts';
import { historyIn } from '../pipeline/live-release.ts';
import type { StageDifferences } from '../pipeline/stage-differences.ts';
import { functionName } from '../stack/names.ts';
import { minute } from '../ui/moment.ts';
import { keptLine, plainFields, planText } from '../ui/plan-text.ts';
import { SYMBOL, type Theme } from '../ui/theme.ts';
import { widthOf, wrap } from '../ui/wrap.ts';
import { type CallTotals, callTotals, summaryLine } from './call-summary.ts';
import { defineCommand, type Flags, type Rendered } from './command.ts';
import type { DeployResult } from './deploy.ts';
import { deploySmoke, smokeNotes, smokeSummary, untestable } from './deploy-smoke.ts';
import { refuseDuringCanary } from './during-canary.ts';
import { sayingWhatIsAwaited } from './finish-note.ts';
import { lockedDeploy } from './locked-deploy.ts';
import { WAIT_OPTION, waitOf } from './locking.ts';
import { markInSource } from './mark-in-source.ts';
import { keptAside, PLAN_OPTIONS, type Planned, planOptions, planRelease } from './planned.ts';
import { type PromotableRelease, promotableRelease } from './promotable-release.ts';
import { placeText, promotionLines } from './promotion-text.ts';
import { partsOf } from './seen-stage.ts';

interface Answers extends Pick<PromotableRelease, 'stage' | 'entry'> {
  readonly source: Target;
  readonly planned: Planned;
  readonly differences: StageDifferences;
  readonly smoke: boolean;
  /** Names the release: repeated, it promotes the same again. */
  readonly command: string;
  /** When looking at the source began, in the clock's milliseconds. */
  readonly observedFrom: number;
  /** ms since the epoch, later by the time that a person took to agree */
  readonly started: number;
}

interface PromoteResult extends Omit<DeployResult, 'canary' | 'next' | 'markdown'> {
  source: {
    stage: string;
    account: string;
    region: string;
    release: string;
    /** ISO 8601, when it was made. */
    at: string;
    /** ARN of whoever made it. */
    by: string | null;
    revision: string | null;
  };
  /** base64 SHA-256 of the zip, the same in both stages. */
  code: string;
  differences: StageDifferences;
}

export const promote = defineCommand<Answers, PromoteResult>({
  options: [
    { flags: '--from <stage>', description: 'the stage whose release it is', completes: 'stages' },
    { flags: '--to <stage>', description: 'the stage in which it goes live', completes: 'stages' },
    {
      flags: '--release <id>',
      description: 'another release of that stage than its live one: its id, or the beginning of it',
      completes: 'releases',
    },
    { flags: '--no-smoke', description: 'do not test the release, neither before it is live nor then' },
    ...PLAN_OPTIONS,
    WAIT_OPTION,
  ],
  common: ['yes', 'events'],
  examples: [
    'apikit promote --from staging --to prod',
    'apikit promote --from staging --to prod --release 4f2a --yes --json',
  ],

  async ask({ flags }, context) {
    const started = context.io.clock.now();
    waitOf(flags);
    const { from, to } = stagesOf(flags);
    const project = await context.project();
    const config = project.stage(to);
    const options = planOptions(flags, Object.keys(config.tables));
    project.stage(from);
    const source = await context.targetOf(from);
    const target = await context.targetOf(to);
    const observedFrom = context.io.clock.now();
    const wanted = typeof flags.release === 'string' ? flags.release : undefined;
    const promotable = await promotableRelease(source, wanted, context);
    const { planned, differences } = await planPromotion(promotable, { source, target, options }, context);
    refuseDuringCanary(planned);
    const smoke = flags.smoke !== false;
    if (smoke) await warnOfUntested(planned, context);
    const { stage, entry } = promotable;
    const command = `apikit promote --from ${from} --to ${to} --release ${entry.record.release}${smoke ? '' : ' --no-smoke'}`;
    const answers = { source, stage, entry, planned, differences, smoke, command, observedFrom };
    const asked = context.io.clock.now();
    if (pending(planned.plan).length > 0) await agree(answers, context);
    // How long a person thinks is no part of how long it takes.
    return { ...answers, started: started + context.io.clock.now() - asked };
  },

  async execute(answers, context) {
    const { source, stage, entry, planned, differences, smoke, command, observedFrom, started } = answers;
    const { target, desired, observed, warnings } = planned;
    const { config, facts } = target;
    const { code } = entry.record;
    if (pending(planned.plan).length > 0) {
      const keptThere = historyIn(attributesOf(observed.observation));
      const marked = { source, api: stage.api, entry, to: config.stage, keptThere, command, observedFrom };
      await markInSource(marked, context);
    }
    const { deployed, plan } = await sayingWhatIsAwaited(context, () =>
      lockedDeploy(planned, command, context, {
        ...(smoke && { smoking: deploySmoke(planned, context) }),
        look: `apikit promote --from ${source.config.stage} --to ${config.stage}`,
        verify: async (attributes) => {
          const version = String(attributes.get('release')?.version);
          await verifyCode(target, { version, code });
        },
      }),
    );
    const { url, probe, left } = deployed;
    if (probe && !probe.seen)
      context.report.warn(
        `The stage was switched, but ${url} has not answered with release ${desired.release} yet (${probe.problem ?? `it serves ${probe.last}`}). It usually does within a minute.`,
      );
    if (left.length > 0)
      context.report.warn(
        `What the release before may still need was left in place: ${left.join(', ')}. To take it away, run: ${command}`,
      );
    const { release, time, by, revision } = entry.record;
    const totals = [source, target].map(({ clients }) => callTotals(clients.counts));
    return {
      app: config.app,
      stage: config.stage,
      account: facts.account,
      region: facts.region,
      url,
      release: desired.release,
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
      changed: deployed.changes.length > 0,
      changes: deployed.changes.map(({ resource, action, fields = [] }) => ({
        resource,
        action,
        fields: plainFields(fields),
      })),
      kept: keptAside(plan),
      differences,
      warnings,
      smoked: deployed.smoked,
      calls: sum(totals),
      seconds: (context.io.clock.now() - started) / 1000,
    };
  },

  render,
  json: ({ smoked, ...document }) => ({ ...document, smoke: smoked ? smokeSummary(smoked) : null }),
});

/** Throws a usage error. */
function stagesOf({ from, to }: Flags): { from: string; to: string } {
  if (typeof from !== 'string' || typeof to !== 'string' || from === '' || to === '')
    throw usageError(
      'promote takes the stage that a release comes from, and the one that it goes to.',
      'For example: apikit promote --from staging --to prod',
    );
  if (from === to)
    throw usageError(
      `A release of ${from} cannot be promoted to ${to}: that is the same stage.`,
      `To serve an earlier release again: apikit rollback --stage ${to}`,
    );
  return { from, to };
}

interface Both {
  readonly source: Target;
  readonly target: Target;
  readonly options: ReturnType<typeof planOptions>;
}

/** From a release that is kept to a plan for the other stage. Throws `ReleaseRefused` with everything that it lacks there. */
async function planPromotion(
  { entry, from }: PromotableRelease,
  { source, target, options }: Both,
  context: Context,
): Promise<{ planned: Planned; differences: StageDifferences }> {
  const [{ promotedRelease }, { promotionObstacles }, { stageDifferences }, { checkRightsFit }, { tellOfStage }] =
    await Promise.all([
      import('../pipeline/promoted-release.ts'),
      import('../pipeline/promotion-obstacles.ts'),
      import('../pipeline/stage-differences.ts'),
      import('../pipeline/check-rights-fit.ts'),
      import('../pipeline/tell-of-stage.ts'),
    ]);
  const { ungrantedCalls } = await import('../stack/ungranted-calls.ts');
  const { config } = target;
  const streams = Object.keys(config.tables).filter((table) => config.tables[table]?.stream);
  const made = await promotedRelease({ ...from, streams }, partsOf(source, context));
  const refuse = (why: readonly string[]) => {
    if (why.length === 0) return;
    throw new ApikitError(
      'ReleaseRefused',
      `Release ${entry.record.release} of ${config.app}/${from.config.stage} would fail in ${config.app}/${config.stage}. ${why.join(' ')} Nothing was changed.`,
      { hint: `Give stage ${config.stage} in apikit.yaml what it lacks, or choose another release with --release.` },
    );
  };
  const check = (desired: DesiredStage) => {
    const { kept } = from;
    refuse(promotionObstacles({ source: made, from: from.config, kept, to: config, there: desired.kept() }));
    checkRightsFit(config, made);
    tellOfStage(made.contract, config, context.report);
  };
  const planned = await planRelease(made, { config, options, target: async () => target, check }, context);
  refuse(planned.absentSecrets);
  const codes = [made.code, ...Object.values(made.consumers ?? {})];
  const warnings = [...planned.warnings, ...ungrantedCalls(config, codes)];
  for (const warning of warnings) context.report.warn(warning);
  const differences = stageDifferences(
    { config: from.config, kept: from.kept, account: source.facts.account },
    { config, kept: planned.desired.kept(), account: target.facts.account },
    made.contract.document,
  );
  return { planned: { ...planned, warnings }, differences };
}

/** A test that can send nothing is no reason not to promote, but one should know. */
async function warnOfUntested({ contract, target }: Planned, context: Context): Promise<void> {
  const why = await untestable(contract, target.config, context);
  if (why) context.report.warn(`${why.message} What goes live is not tested.`);
}

/** Before the stage serves it: that Lambda has published what was promoted, and nothing else. */
async function verifyCode(
  { clients, config }: Target,
  { version, code }: { readonly version: string; readonly code: string },
): Promise<void> {
  const name = functionName(config);
  const found = await codeOfVersion(await clients.lambda(), name, version);
  if (found === code) return;
  throw new ApikitError(
    'OtherCode',
    `Version ${version} of function ${name} has the code ${found}, and not ${code}, which is to be promoted. It does not go live.`,
    { hint: 'Somebody else has changed the function in this moment: run the command again.' },
  );
}

async function agree(
  { source, entry, planned, differences }: Omit<Answers, 'started'>,
  context: Context,
): Promise<void> {
  const { flags, io, report, theme } = context;
  const { target, plan } = planned;
  const places = [source, target].map(({ config: { app, stage }, facts: { account, region } }) => ({
    ...{ app, stage, account, region },
  })) as [Parameters<typeof placeText>[0], Parameters<typeof placeText>[0]];
  const asks = flags.yes !== true && context.interactive;
  if (asks || ![flags.quiet, flags.json, flags.events].includes(true)) {
    report.finish();
    const lines = [...promotionLines(entry, places, differences, theme.stderr), ...planText(plan, theme.stderr)];
    for (const line of lines.flatMap((each) => wrap(each, widthOf(io.stderr)))) io.stderr.write(`${line}\n`);
  }
  if (flags.yes === true) return;
  if (!context.interactive)
    throw usageError(
      `Promoting a release to ${target.config.app}/${target.config.stage} needs a confirmation. Nothing was changed.`,
      'Pass --yes.',
    );
  const message = `Promote it to ${placeText(places[1])}?`;
  if (await context.prompts.confirm({ message, default: !target.config.protected })) return;
  throw new ApikitError('Declined', 'Nothing was changed.', { exitCode: EXIT.declined });
}

function sum(totals: readonly CallTotals[]): CallTotals {
  const all = (name: keyof CallTotals) => totals.reduce((count, each) => count + each[name], 0);
  return { total: all('total'), writes: all('writes'), throttled: all('throttled'), retried: all('retried') };
}

function render(result: PromoteResult, theme: Theme): Rendered {
  const { app, stage, source, changed, kept, smoked, url, release, code, expiresAt, calls, seconds } = result;
  return {
    notes: [
      changed
        ? `${theme.good(SYMBOL.done)} ${app}/${stage} serves what ${app}/${source.stage} has as release ${source.release}: the same contract, and the same code (${code}).`
        : `${theme.good(SYMBOL.done)} Nothing to do: ${app}/${stage} serves release ${source.release} of ${app}/${source.stage} already.`,
      ...kept.map((each) => keptLine(each, each.why)),
      ...(smoked ? smokeNotes(smoked) : []),
    ],
    data: [
      theme.bold(url),
      `release ${release}`,
      ...(expiresAt === null ? [] : [`expires ${minute(expiresAt)}, unless it is deployed again`]),
      summaryLine(calls, seconds),
    ],
    next: [`apikit releases --stage ${stage}`],
  };
}
