/** `apikit deploy`: makes a stage what the project says. Idempotent: run again after anything, it continues. */
import type { Context } from '../context.ts';
import { LOCAL_STAGE } from '../context.ts';
import { pending } from '../engine/plan.ts';
import { ApikitError, EXIT } from '../errors.ts';
import { planText } from '../ui/plan-text.ts';
import { SYMBOL } from '../ui/theme.ts';
import { type CallTotals, callTotals, summaryLine } from './call-summary.ts';
import { defineCommand } from './command.ts';
import { sayingWhatIsAwaited } from './finish-note.ts';
import { makePlan, type Planned } from './planned.ts';

interface Answers extends Planned {
  /** ms since the epoch */
  started: number;
}

export interface DeployResult {
  app: string;
  stage: string;
  account: string;
  region: string;
  url: string;
  release: string;
  changed: boolean;
  changes: { resource: string; action: string }[];
  calls: CallTotals;
  seconds: number;
  next: string[];
}

export const deploy = defineCommand<Answers, DeployResult>({
  options: [{ flags: '--adopt', description: 'take over resources that have our names but not our tags' }],
  common: ['stage', 'profile', 'region', 'yes', 'events'],
  examples: ['apikit deploy --stage local', 'apikit deploy --stage prod --json'],

  async ask({ flags }, context) {
    const started = context.io.clock.now();
    const planned = await makePlan(context, { adopt: flags.adopt === true });
    if (flags.yes !== true) await agree(planned, context);
    return { ...planned, started };
  },

  async execute({ target, desired, observed, plan, started }, context) {
    const { deployStage } = await import('../pipeline/deploy-stage.ts');
    const { app, stage } = target.config;
    const deployed = await sayingWhatIsAwaited(context, () =>
      deployStage(plan, desired, observed, `apikit deploy --stage ${stage}`),
    );
    if (deployed.probe && !deployed.probe.seen) {
      context.report.warn(
        `The stage was switched, but ${deployed.url} has not answered with release ${desired.release} yet (${deployed.probe.problem ?? `it serves ${deployed.probe.last}`}). It usually does within a minute.`,
      );
    }
    const firstPlan = Object.keys(target.config.usagePlans)[0];
    const first = deployed.changes.some(({ resource, action }) => resource === 'api' && action === 'create');
    return {
      app,
      stage,
      account: target.facts.account,
      region: target.facts.region,
      url: deployed.url,
      release: desired.release,
      changed: deployed.changes.length > 0,
      changes: deployed.changes.map(({ resource, action }) => ({ resource, action })),
      calls: callTotals(target.clients.counts),
      seconds: (context.io.clock.now() - started) / 1000,
      next: [
        first && firstPlan
          ? `apikit keys create my-key --plan ${firstPlan} --stage ${stage}`
          : `apikit tail-logs --stage ${stage}`,
      ],
    };
  },

  render: (result, theme) => ({
    notes: result.changed
      ? []
      : [`${theme.good(SYMBOL.done)} Nothing to do: ${result.app}/${result.stage} is as the project says.`],
    data: [theme.bold(result.url), `release ${result.release}`, summaryLine(result.calls, result.seconds)],
    next: result.next,
  }),

  json: ({ next: _next, ...document }) => document,
});

/** The first deploy of a stage, and each one of a protected stage, is shown and agreed to when someone is there to ask. */
async function agree({ target, plan, observed }: Planned, context: Context): Promise<void> {
  const { config, facts } = target;
  const first = !observed.observation.observed.has('stage');
  const worthAsking = config.stage !== LOCAL_STAGE && (first || config.protected) && pending(plan).length > 0;
  if (!context.interactive || !worthAsking) return;
  context.report.finish();
  for (const line of planText(plan, context.theme.stderr)) context.io.stderr.write(`${line}\n`);
  const message = `Deploy ${config.app} to ${config.stage} (account ${facts.account}, ${facts.region})?`;
  if (await context.prompts.confirm({ message, default: first })) return;
  throw new ApikitError('Declined', 'Nothing was changed.', { exitCode: EXIT.declined });
}
