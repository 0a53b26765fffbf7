/** What `plan` and `deploy` have in common: from the project's files to a plan. Reads only. */
import type { Context, Target } from '../context.ts';
import type { Plan } from '../engine/plan.ts';
import type { DesiredStage } from '../pipeline/desired-stage.ts';
import type { ObservedStage } from '../pipeline/observe-stage.ts';

export interface Planned {
  readonly target: Target;
  readonly desired: DesiredStage;
  readonly observed: ObservedStage;
  readonly plan: Plan;
}

/** Everything local is checked before the first AWS call. */
export async function makePlan(context: Context, options: { adopt: boolean }): Promise<Planned> {
  const [{ prepareStage }, { desiredStage }, { observeStage }, { plan }] = await Promise.all([
    import('../pipeline/prepare-stage.ts'),
    import('../pipeline/desired-stage.ts'),
    import('../pipeline/observe-stage.ts'),
    import('../engine/plan.ts'),
  ]);
  const config = await context.stage();
  const prepared = await prepareStage(await context.project(), config, context.report);
  const target = await context.target();
  const desired = desiredStage(prepared, config, target.facts);
  const observed = await observeStage(desired.resources, desired.artifacts, {
    clients: target.clients,
    facts: target.facts,
    clock: context.io.clock,
    signal: context.io.signal,
    report: context.report.event,
  });
  return {
    target,
    desired,
    observed,
    plan: plan(desired.resources, observed.observation, { kinds: observed.run.kinds, adopt: options.adopt }),
  };
}
