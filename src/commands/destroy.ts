/** `apikit destroy`: removes a stage. Tables stay unless `--delete-data`; a protected stage wants its name. */
import type { Context, Target } from '../context.ts';
import type { Plan } from '../engine/plan.ts';
import type { Resource } from '../engine/resource.ts';
import { ApikitError, EXIT, usageError } from '../errors.ts';
import { knownStage } from '../pipeline/desired-stage.ts';
import type { ObservedStage } from '../pipeline/observe-stage.ts';
import { SYMBOL } from '../ui/theme.ts';
import { type CallTotals, callTotals, summaryLine } from './call-summary.ts';
import { defineCommand } from './command.ts';
import { sayingWhatIsAwaited } from './finish-note.ts';

interface Answers {
  target: Target;
  resources: Resource[];
  observed: ObservedStage;
  plan: Plan;
  started: number;
}

interface Destroyed {
  app: string;
  stage: string;
  removed: string[];
  /** What stays on purpose: tables, and what belongs to the whole account. */
  kept: { resource: string; name: string; why: string }[];
  calls: CallTotals;
  seconds: number;
}

export const destroy = defineCommand<Answers, Destroyed>({
  options: [
    { flags: '--delete-data', description: 'delete the tables and everything in them too' },
    { flags: '--confirm <stage>', description: "the stage's name, to destroy a protected stage without a terminal" },
  ],
  common: ['stage', 'profile', 'region', 'yes', 'events'],
  examples: ['apikit destroy --stage pr-17 --yes', 'apikit destroy --stage prod --confirm prod --delete-data'],

  async ask({ flags }, context) {
    const started = context.io.clock.now();
    const config = await context.stage();
    // Refused before the first call when nobody can be asked.
    const agreed = flags.confirm === config.stage || (flags.yes === true && !config.protected);
    if (flags.confirm !== undefined && flags.confirm !== config.stage) {
      throw usageError(
        `--confirm says "${flags.confirm}", but the stage is "${config.stage}".`,
        'Nothing was removed.',
      );
    }
    if (!agreed && !context.interactive) {
      throw usageError(
        `Destroying ${config.app}/${config.stage} needs a confirmation.`,
        config.protected ? `It is protected: pass --confirm ${config.stage}.` : 'Pass --yes.',
      );
    }
    const [{ observeStage }, { planRemoval }] = await Promise.all([
      import('../pipeline/observe-stage.ts'),
      import('../engine/plan.ts'),
    ]);
    const target = await context.target();
    const resources = knownStage(config, target.facts);
    const { clock, signal } = context.io;
    const parts = { clients: target.clients, facts: target.facts, clock, signal, report: context.report.event };
    const observed = await observeStage(resources, new Map(), parts);
    const plan = planRemoval(resources, observed.observation, { deleteData: flags.deleteData === true });
    if (!agreed && doomed(plan).length > 0) await agree(plan, target, context);
    return { target, resources, observed, plan, started };
  },

  async execute({ target, resources, observed, plan, started }, context) {
    const [engine, { unfinished }] = await Promise.all([
      import('../engine/destroy.ts'),
      import('../pipeline/deploy-stage.ts'),
    ]);
    const { app, stage } = target.config;
    const outcome = await sayingWhatIsAwaited(context, () =>
      engine.destroy(plan, { resources, observation: observed.observation }, observed.run),
    );
    if (outcome.failed.length > 0 || outcome.interrupted)
      throw unfinished('Destroy', outcome, `apikit destroy --stage ${stage}`);
    return {
      app,
      stage,
      removed: outcome.done.map(({ resource }) => resource),
      kept: plan.steps.flatMap(({ resource, name, kept }) => (kept ? [{ resource, name, why: KEPT[kept] }] : [])),
      calls: callTotals(target.clients.counts),
      seconds: (context.io.clock.now() - started) / 1000,
    };
  },

  render: ({ app, stage, removed, kept, calls, seconds }, theme) => ({
    notes: [
      `${theme.good(SYMBOL.done)} ${removed.length === 0 ? `There was nothing of ${app}/${stage} to remove.` : `${app}/${stage} is gone: ${removed.length} resources removed.`}`,
      ...kept.map(({ resource, name, why }) => `  ${resource} (${name}) stays: ${why}.`),
    ],
    data: [summaryLine(calls, seconds)],
  }),
  json: (result) => result,
});

const KEPT = {
  data: 'it holds data; --delete-data removes it',
  shared: 'it belongs to the whole account',
  'not-ours': 'it does not carry our tags',
} as const;

const doomed = (plan: Plan) => plan.steps.filter(({ action }) => action === 'delete');

async function agree(plan: Plan, { config, facts }: Target, context: Context): Promise<void> {
  context.report.finish();
  const { stderr } = context.theme;
  for (const { resource, name } of doomed(plan))
    context.io.stderr.write(`${stderr.bad(SYMBOL.remove)} ${resource} ${stderr.dim(name)}\n`);
  const where = `${config.app}/${config.stage} (account ${facts.account}, ${facts.region})`;
  const yes = config.protected
    ? (await context.prompts.text({ message: `Type the stage's name to remove ${where}:` })) === config.stage
    : await context.prompts.confirm({ message: `Remove ${where}?` });
  if (!yes) throw new ApikitError('Declined', 'Nothing was removed.', { exitCode: EXIT.declined });
}
