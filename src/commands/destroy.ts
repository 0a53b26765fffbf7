/**
 * `apikit destroy`: deletes a stage. Tables stay unless `--delete-data` is set. A protected stage asks for its name.
 */
import { basename } from 'node:path';
import { type Unsearched, unsearchedLine } from '../aws/sdk/unsearched.ts';
import { LOCAL_STAGE } from '../config/config.ts';
import { nearStage } from '../config/near-stage.ts';
import type { Context, Target } from '../context.ts';
import type { Plan } from '../engine/plan.ts';
import { ApikitError, EXIT, usageError } from '../errors.ts';
import { WAIT_OPTION } from '../flags/common-flags.ts';
import { counted } from '../text/counted.ts';
import { keptLine } from '../ui/plan-text.ts';
import { SYMBOL, type Theme } from '../ui/theme.ts';
import { type CallTotals, callTotals, summaryLine } from './parts/call-summary.ts';
import { defineCommand, type Rendered } from './parts/command.ts';
import {
  type DestroyPlan,
  deletionLine,
  deletions,
  destroyPlan,
  destroyPlanText,
  WHY_KEPT,
} from './parts/destroy/destroy-plan.ts';
import { lockedDestroy, type PreparedDestroy } from './parts/destroy/locked-destroy.ts';
import { withInterruptNote } from './parts/finish-note.ts';
import { waitTime } from './parts/stage/stage-lock.ts';

interface Answers extends PreparedDestroy {
  started: number;
  dryRun: boolean;
}

interface Destroyed {
  dryRun: false;
  app: string;
  stage: string;
  removed: string[];
  /** The resources that stay on purpose: tables, and resources of the whole account. */
  kept: { resource: string; name: string; why: string }[];
  /** The resources that a search for the stage's tags and names still finds. */
  left: { kind: string; name: string; arn: string; why: string }[];
  /** The searches that failed. `left` says nothing about them. */
  unsearched: Unsearched[];
  /** Whether everything that should be deleted is gone. */
  complete: boolean;
  calls: CallTotals;
  seconds: number;
}

export const destroy = defineCommand({
  options: [
    { flags: '--delete-data', description: 'also delete the tables with all their items' },
    { flags: '--delete-keys', description: "also delete the API keys of the stage's clients" },
    { flags: '--dry-run', description: 'show what would be deleted and write nothing' },
    {
      flags: '--confirm <stage>',
      completes: 'stages',
      description: 'name of the stage, to destroy a protected stage without a terminal',
    },
    WAIT_OPTION,
  ],
  anyStage: true,
  common: ['stage', 'profile', 'region', 'yes', 'events'],
  examples: [
    'apikit destroy --stage pr-17 --yes',
    'apikit destroy --stage prod --dry-run',
    'apikit destroy --stage prod --confirm prod --delete-data',
  ],

  async ask({ flags }, context): Promise<Answers> {
    const started = context.io.clock.now();
    waitTime(flags);
    const config = await context.stage();
    const { stages, file } = await context.project();
    const declared = config.stage === LOCAL_STAGE || stages.includes(config.stage) || config.preview !== undefined;
    // Without a confirmation or a terminal, the command stops before its first call.
    const { dryRun } = flags;
    const agreed = dryRun || flags.confirm === config.stage || (flags.yes && !config.protected);
    if (flags.confirm !== undefined && flags.confirm !== config.stage) {
      throw usageError(`--confirm is "${flags.confirm}", but the stage is "${config.stage}".`, 'Nothing was deleted.');
    }
    if (!agreed && !context.interactive) {
      throw usageError(
        `Destroying ${config.app}/${config.stage} needs a confirmation.`,
        !declared
          ? `${suggestion(config.stage, stages)}It is not in apikit.yaml, so it may have been protected: pass --confirm ${config.stage}.`
          : config.protected
            ? `It is protected: pass --confirm ${config.stage}.`
            : 'Pass --yes.',
      );
    }
    const { planDestroy } = await import('../stage/destroy-stage.ts');
    const target = await context.target();
    const { clock, signal } = context.io;
    const parts = { clients: target.clients, facts: target.facts, clock, signal, report: context.report.event };
    const observedFrom = clock.now();
    const planned = await planDestroy(config, parts, {
      deleteData: flags.deleteData,
      deleteKeys: flags.deleteKeys,
    });
    const nothing = deletions(planned.plan).length === 0;
    if (!declared && nothing) throw unknownStage(config.stage, { stages, file: basename(file), where: target.facts });
    if (!agreed && !nothing) await agree(planned.plan, target, context);
    return { target, planned, observedFrom, started, dryRun };
  },

  async execute(answers, context): Promise<Destroyed | DestroyPlan> {
    const { target, started, dryRun } = answers;
    const { app, stage } = target.config;
    if (dryRun) return destroyPlan(answers);
    const [{ LOCK_TABLE }, { removed, kept, left, unsearched, locked }] = await Promise.all([
      import('../aws/lock/lock-table.ts'),
      withInterruptNote(context, () => lockedDestroy(answers, `apikit destroy --stage ${stage}`, context)),
    ]);
    return {
      dryRun: false,
      app,
      stage,
      removed: removed.map(({ resource }) => resource),
      kept: [
        ...kept.map(({ resource, name, kept: reason = 'shared' }) => ({ resource, name, why: WHY_KEPT[reason] })),
        ...(locked ? [{ resource: 'locks', name: LOCK_TABLE, why: WHY_KEPT.shared }] : []),
      ],
      left: left.map(({ kind, name, arn, why }) => ({ kind, name, arn, why: LEFT[why] })),
      unsearched: [...unsearched],
      complete: left.every(({ why }) => why !== 'unknown'),
      calls: callTotals(target.clients.counts),
      seconds: (context.io.clock.now() - started) / 1000,
    };
  },

  render: (result, theme) => (result.dryRun ? destroyPlanText(result, theme) : destroyedText(result, theme)),
  json: (result) => {
    if (result.dryRun) return result;
    const { complete: _, dryRun: __, ...document } = result;
    return document;
  },
  exitCode: (result) => (result.dryRun || result.complete ? EXIT.done : EXIT.failed),
});

function destroyedText(result: Destroyed, theme: Theme): Rendered {
  const { app, stage, removed, kept, left, unsearched, complete, calls, seconds } = result;
  return {
    notes: [
      `${complete ? theme.good(SYMBOL.done) : theme.bad(SYMBOL.failed)} ${outcomeOf(`${app}/${stage}`, removed.length, complete)}`,
      ...kept.filter(({ name }) => left.every((found) => found.name !== name)).map((each) => keptLine(each, each.why)),
      ...left.map(({ kind, name, why }) => keptLine({ resource: kind, name }, why)),
      ...unsearched.map((one) => `  ${unsearchedLine(one)}`),
    ],
    data: [
      `${left.length} left${unsearched.length > 0 ? ', but not everything could be searched' : ''}`,
      summaryLine(calls, seconds),
    ],
  };
}

/** Returns `Did you mean --stage prod? ` if the name is similar to a stage's name. */
function suggestion(stage: string, stages: readonly string[]): string {
  const near = nearStage(stage, stages);
  return near === undefined ? '' : `${near} `;
}

/** The error for a stage that neither apikit.yaml nor the account has. */
function unknownStage(
  stage: string,
  { stages, file, where }: { stages: readonly string[]; file: string; where: Target['facts'] },
): ApikitError {
  const known = [...stages, LOCAL_STAGE].join(', ');
  return new ApikitError(
    'UnknownStage',
    `There is no stage ${stage} in ${file}, which has ${known}, and no resource of it in account ${where.account}, ${where.region}.`,
    {
      exitCode: EXIT.usage,
      hint: `${suggestion(stage, stages)}If it is in another region or account, pass --region or --profile.`,
    },
  );
}

function outcomeOf(what: string, removed: number, complete: boolean): string {
  const count = counted(removed, 'resource');
  if (!complete) return `${what} could not be deleted completely; ${count} deleted.`;
  return removed === 0 ? `${what} had nothing to delete.` : `${what} is deleted: ${count}.`;
}

const LEFT = {
  data: 'it holds data; --delete-data deletes it',
  client: 'an API key belongs to its client, and gives no access without the stage; --delete-keys deletes it',
  unknown: 'it still exists; run the same command again',
} as const;

async function agree(plan: Plan, { config, facts }: Target, context: Context): Promise<void> {
  context.report.finish();
  const { stderr } = context.theme;
  for (const step of deletions(plan)) context.io.stderr.write(`${deletionLine(step, stderr)}\n`);
  const where = `${config.app}/${config.stage} (account ${facts.account}, ${facts.region})`;
  const yes = config.protected
    ? (await context.prompts.text({ message: `Type the stage's name to delete ${where}:` })) === config.stage
    : await context.prompts.confirm({ message: `Delete ${where}?` });
  if (!yes) throw new ApikitError('Declined', 'Nothing was deleted.', { exitCode: EXIT.declined });
}
