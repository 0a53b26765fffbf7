/**
 * `apikit deploy`: deploys the project to a stage. It is idempotent: after any interruption, the next run continues.
 */
import { LOCAL_STAGE } from '../config/config.ts';
import { requireFrontDoor } from '../config/require-rest-api.ts';
import type { Context } from '../context.ts';
import type { Contract } from '../contract/model/contract.ts';
import { pending } from '../engine/plan.ts';
import { ApikitError, EXIT, usageError } from '../errors.ts';
import { WAIT_OPTION } from '../flags/common-flags.ts';
import { domainUrl } from '../stack/domain.ts';
import type { SmokeResult } from '../stage/smoke/smoke-deploy.ts';
import { minute } from '../ui/moment.ts';
import { fieldLines, keptLine, planText } from '../ui/plan-text.ts';
import { SYMBOL, type Theme } from '../ui/theme.ts';
import { type CallTotals, callTotals, summaryLine } from './parts/call-summary.ts';
import { exitCodeOf, refuseInAlarm, renderEnd, type Watched } from './parts/canary/canary-watching.ts';
import { WATCH_OPTION, watchDeployed } from './parts/canary/deploy-watch.ts';
import { canaryFlags, canaryShare, type NewCanary, newCanary } from './parts/canary/new-canary.ts';
import { defineCommand, type Rendered } from './parts/command.ts';
import { deployMarkdown, MARKDOWN_OPTION } from './parts/deploy/deploy-markdown.ts';
import { deploySmoke, SMOKE_OPTION, smokeNotes, smokeSummary, untestable } from './parts/deploy/deploy-smoke.ts';
import { refuseDuringCanary } from './parts/deploy/during-canary.ts';
import { lockedDeploy } from './parts/deploy/locked-deploy.ts';
import { changesOf, keptResources, makePlan, PLAN_OPTIONS, type PlannedDeploy } from './parts/deploy/make-plan.ts';
import { FINGERPRINT_OPTION, planCommand, refuseOtherPlan } from './parts/deploy/plan-fingerprint.ts';
import { tellWaiting, type WaitingChange, waitingChanges, waitingIn } from './parts/deploy/waiting-changes.ts';
import { withInterruptNote } from './parts/finish-note.ts';
import { outputForm } from './parts/output-form.ts';
import { warnIfNotSeen } from './parts/stage/not-seen.ts';
import { waitTime } from './parts/stage/stage-lock.ts';
import { planDocument, renderPlan, type ShownPlan } from './plan.ts';

interface Answers extends PlannedDeploy, NewCanary {
  /** Shows the plan and does nothing else. */
  dryRun: boolean;
  smoke: boolean;
  markdown: boolean;
  /** The fingerprint of the only plan that may be carried out. */
  fingerprint?: string;
  /** The command that shows the plan again. */
  look: string;
  /** In ms since the epoch. The time that a person needed to answer the prompt is added, so that it does not count. */
  started: number;
}

export interface DeployResult {
  app: string;
  stage: string;
  account: string;
  region: string;
  url: string;
  /** The address at the custom domain of the stage; `null` if it has none. */
  domain: string | null;
  release: string;
  /** The share of the requests for the release as a canary, between 0 and 100; `null` for all of them. */
  canary: number | null;
  /** The end of a preview in ISO 8601; `null` if the stage does not expire. */
  expiresAt: string | null;
  changed: boolean;
  changes: { resource: string; action: string; fields: { path: string; from: unknown; to: unknown }[] }[];
  /** Planned changes that a later deploy makes, because the release that still serves may need the parts. */
  waiting: WaitingChange[];
  kept: { resource: string; name: string; why: string }[];
  warnings: readonly string[];
  /** `undefined` if no smoke test was requested. */
  smoked: SmokeResult | undefined;
  calls: CallTotals;
  seconds: number;
  next: string[];
  markdown: boolean;
  /** The end of the watch of the canary; `undefined` if no watch was requested. */
  watched?: Watched;
}

export const deploy = defineCommand({
  options: [
    { flags: '--dry-run', description: 'show the plan and write nothing' },
    SMOKE_OPTION,
    { flags: '--canary <percent>', description: 'give the release only this share of the requests, 0 to 100' },
    WATCH_OPTION,
    FINGERPRINT_OPTION,
    ...PLAN_OPTIONS,
    MARKDOWN_OPTION,
    WAIT_OPTION,
  ],
  common: ['stage', 'profile', 'region', 'yes', 'events'],
  examples: [
    'apikit deploy --stage local',
    'apikit deploy --stage prod --json',
    'apikit deploy --stage prod --smoke',
    'apikit deploy --stage prod --canary 10 --watch',
  ],

  async ask({ flags }, context): Promise<Answers> {
    const started = context.io.clock.now();
    waitTime(flags);
    const markdown = outputForm(flags) === 'markdown';
    const { dryRun, smoke, plan: fingerprint } = flags;
    const given = newCanary(flags);
    const { canary, watch } = given;
    if (canary !== undefined && fingerprint !== undefined)
      throw usageError(
        '--plan is the fingerprint of a plan for all requests, and --canary deploys another plan.',
        'Leave out --plan, or deploy without --canary.',
      );
    if (canary !== undefined) requireFrontDoor(await context.stage(), { ofRestApi: 'Canaries' });
    if (smoke && canary !== undefined)
      throw usageError(
        '--smoke and --canary cannot be used together: a test of the live stage would reach either release.',
        'Deploy with --smoke, or give the release its share first and check apikit canary status.',
      );
    if (watch && markdown)
      throw usageError(
        '--watch and --output cannot be used together: a watch prints its events as they happen.',
        'For a program: --watch --json.',
      );
    const check = async (contract: Contract) => {
      const why = await untestable(contract, await context.stage(), context);
      if (why) throw why;
    };
    const ways = { start: !dryRun, canary: canary !== undefined, ...(smoke && { check }) };
    const planned = await makePlan(flags, context, ways);
    const look = planCommand(planned.target.config.stage, flags);
    if (fingerprint !== undefined) refuseOtherPlan(fingerprint, planned, look);
    if (!dryRun) refuseDuringCanary(planned, canary);
    if (!dryRun && watch) await refuseInAlarm(planned.target, context);
    const asked = context.io.clock.now();
    if (!flags.yes && !dryRun) await agree(planned, context);
    // The time that a person needs to answer is not part of the deploy.
    const agreed = fingerprint !== undefined && { fingerprint };
    return {
      ...planned,
      ...agreed,
      look,
      dryRun,
      smoke,
      markdown,
      ...given,
      started: started + context.io.clock.now() - asked,
    };
  },

  async execute(answers, context): Promise<DeployResult | ShownPlan> {
    if (answers.dryRun) return answers;
    const { target, desired, warnings, smoke, markdown, fingerprint, look, started, canary, watch } = answers;
    const { app, stage } = target.config;
    const command = `apikit deploy --stage ${stage}${smoke ? ' --smoke' : ''}${canaryFlags(answers)}`;
    const smoking = smoke ? deploySmoke(answers, context) : undefined;
    const { deployed, plan } = await withInterruptNote(context, () =>
      lockedDeploy(answers, command, context, {
        look,
        ...(smoking && { smoking }),
        ...(canary !== undefined && { canary }),
        ...(fingerprint !== undefined && { fingerprint }),
      }),
    );
    warnIfNotSeen(deployed.probe, { url: deployed.url, release: desired.release }, context);
    const again = `apikit deploy --stage ${stage}`;
    tellWaiting(deployed, plan, { again, canary: canary !== undefined }, context.report);
    const firstPlan = Object.keys(target.config.usagePlans)[0];
    const first = deployed.changes.some(({ resource, action }) => resource === 'api' && action === 'create');
    const result: DeployResult = {
      app,
      stage,
      account: target.facts.account,
      region: target.facts.region,
      url: deployed.url,
      domain: domainUrl(target.config),
      release: desired.release,
      canary: canary ?? null,
      expiresAt: deployed.expiresAt ?? null,
      changed: deployed.changes.length > 0 || canary !== undefined,
      changes: changesOf(deployed),
      waiting: waitingChanges(plan, waitingIn(deployed)),
      kept: keptResources(plan),
      warnings,
      smoked: deployed.smoked,
      calls: callTotals(target.clients.counts),
      seconds: (context.io.clock.now() - started) / 1000,
      next: [
        canary !== undefined
          ? `apikit canary status --stage ${stage}`
          : first && firstPlan
            ? `apikit keys create my-key --plan ${firstPlan} --stage ${stage}`
            : `apikit tail-logs --stage ${stage}`,
      ],
      markdown,
    };
    if (!watch) return result;
    const told = { rendered: renderResult(result, context.theme.stdout), document: resultDocument(result) };
    return { ...result, watched: await watchDeployed(target, told, context) };
  },

  render(result, theme) {
    if (isPlan(result)) return renderPlan(result, theme);
    return result.watched ? renderEnd(result.watched, theme) : renderResult(result, theme);
  },

  json(result) {
    if (isPlan(result)) return planDocument(result);
    return result.watched ? undefined : resultDocument(result);
  },

  exitCode: (result) => (isPlan(result) || !result.watched ? EXIT.done : exitCodeOf(result.watched)),
});

function resultDocument({ next: _, watched: __, markdown: ___, smoked, ...document }: DeployResult): object {
  return { ...document, smoke: smoked ? smokeSummary(smoked) : null };
}

const isPlan = (result: DeployResult | ShownPlan): result is ShownPlan => 'plan' in result;

function renderResult(result: DeployResult, theme: Theme): Rendered {
  if (result.markdown)
    return { notes: result.smoked ? smokeNotes(result.smoked) : [], document: deployMarkdown(result) };
  return {
    notes: [
      ...result.changes.flatMap((change) => changeLines(change, theme)),
      ...result.kept.map((kept) => keptLine(kept, kept.why)),
      ...(result.changed || result.waiting.length > 0
        ? []
        : [`${theme.good(SYMBOL.done)} Nothing to do: ${result.app}/${result.stage} matches the project.`]),
      ...(result.smoked ? smokeNotes(result.smoked) : []),
    ],
    data: [
      ...(result.domain === null ? [] : [theme.bold(result.domain)]),
      result.domain === null ? theme.bold(result.url) : result.url,
      `release ${result.release}${canaryShare(result.canary)}`,
      ...(result.expiresAt === null ? [] : [`expires ${minute(result.expiresAt)}, unless it is deployed again`]),
      summaryLine(result.calls, result.seconds),
    ],
    next: result.next,
  };
}

/** Fields that every new release changes. The release itself reports them. */
const OF_RELEASE = ['codeSha256', 'deployment', 'release', 'contract', 'code', 'releases'];

/**
 * One line for each resource that differed from the project. The reason may be a change of the project or a change by
 * hand: without a state file they look the same, and the result for the user is the same.
 */
function changeLines({ resource, fields }: DeployResult['changes'][number], theme: Theme): string[] {
  const told = fields
    .filter(({ path }) => !OF_RELEASE.includes(path))
    .map((field) =>
      fieldLines(field, theme)
        .map((line) => line.trim())
        .join(' '),
    );
  return told.length === 0
    ? []
    : [`${theme.warn(SYMBOL.change)} ${resource} changed to match the project: ${told.join(', ')}`];
}

/**
 * The first deploy of a stage, a deploy after which callers may lose their access, and every deploy of a protected
 * stage show their plan and ask, if there is a terminal.
 */
async function agree(
  { target, plan, observed, warnings, excludesCallers }: PlannedDeploy,
  context: Context,
): Promise<void> {
  const { config, facts } = target;
  const first = !observed.observation.observed.has('stage');
  const worthAsking =
    config.stage !== LOCAL_STAGE && (first || config.protected || excludesCallers) && pending(plan).length > 0;
  if (!context.interactive || !worthAsking) return;
  context.report.finish();
  for (const line of planText(plan, context.theme.stderr)) context.io.stderr.write(`${line}\n`);
  const message = `Deploy ${config.app} to ${config.stage} (account ${facts.account}, ${facts.region})?`;
  if (await context.prompts.confirm({ message, default: first && warnings.length === 0 })) return;
  throw new ApikitError('Declined', 'Nothing was changed.', { exitCode: EXIT.declined });
}
