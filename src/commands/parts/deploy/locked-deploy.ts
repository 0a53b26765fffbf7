/** The part of `deploy` that changes the stage: under the lock, with an up-to-date plan. */
import { awsTime } from '../../../aws/sdk/aws-time.ts';
import type { Context, Target } from '../../../context.ts';
import { type Plan, pending } from '../../../engine/plan.ts';
import { ApikitError } from '../../../errors.ts';
import type { DeployedStage, DeployOptions } from '../../../stage/deploy/deploy-stage.ts';
import type { PlannedStage } from '../../../stage/plan/plan-stage.ts';
import type { DeploySmoke } from '../../../stage/smoke/smoke-deploy.ts';
import { partsOf } from '../stage/release-preview.ts';
import { withStageLock } from '../stage/stage-lock.ts';
import type { PlannedDeploy } from './make-plan.ts';
import { refuseOtherPlan } from './plan-fingerprint.ts';
import type { Seed } from './seeds.ts';

interface Done {
  readonly deployed: DeployedStage;
  /** The executed plan. */
  readonly plan: Plan;
}

/** The stage as a deploy finds it. */
type Current = Pick<PlannedStage, 'plan' | 'desired' | 'observed' | 'served'>;

interface DeployWays {
  /** Tests the release before it is live, and the live stage afterwards. */
  readonly smoking?: DeploySmoke;
  /** The share of the requests for the release, between 0 and 100; `undefined` for all of them. */
  readonly canary?: number;
  /** See `deployStage`. */
  readonly verify?: DeployOptions['verify'];
  /** The command that shows the plan again. The default is `apikit plan`. */
  readonly look?: string;
  /** The fingerprint of the only plan that may be carried out. */
  readonly fingerprint?: string;
  /**
   * Called under the lock before any other change, with the current stage. An error that it throws ends the command.
   */
  begin?(current: Pick<PlannedStage, 'observed' | 'served'>): Promise<void>;
}

/**
 * Takes no lock if there is nothing to do. A deploy of a preview always renews its expiry, and does so first, so that
 * `prune` sees it however the deploy ends.
 */
export async function lockedDeploy(
  planned: PlannedDeploy,
  command: string,
  context: Context,
  {
    smoking,
    canary,
    verify,
    look = `apikit plan --stage ${planned.target.config.stage}`,
    fingerprint,
    begin,
  }: DeployWays = {},
): Promise<Done> {
  const { deployStage } = await import('../../../stage/deploy/deploy-stage.ts');
  const { target, desired, observedFrom, seeds = [] } = planned;
  const carryOut = async ({ plan, observed }: Pick<PlannedStage, 'plan' | 'observed'>, signal: AbortSignal) => {
    const stage = { ...observed, run: { ...observed.run, signal } };
    if (canary !== undefined) {
      const { deployCanary } = await import('../../../stage/canary/deploy-canary.ts');
      const deploy = { config: target.config, plan, desired, observed: stage, percent: canary, command };
      return { plan, deployed: await deployCanary(deploy, { ...partsOf(target, context), signal }) };
    }
    const smoke =
      smoking && (await import('../../../stage/smoke/smoke-deploy.ts')).smokeRun(smoking, desired, stage, command);
    return {
      plan,
      deployed: await deployStage(plan, desired, stage, command, {
        ...(smoke && { smoke }),
        ...(verify && { verify }),
      }),
    };
  };
  const { expires } = target.config.preview ?? {};
  const known = planned.observed.observation.observed.get('api')?.attributes;
  const renews = expires !== undefined && known?.expiresAt !== undefined;
  const seedsMissing = seeds.length > 0 && known?.seeded === undefined;
  if (pending(planned.plan).length === 0 && canary === undefined && !renews && !seedsMissing && !begin)
    return await carryOut(planned, context.io.signal);
  const { deployUnderLock } = await import('../../../stage/deploy/deploy-under-lock.ts');
  return await deployUnderLock<Current, Done>({
    planned,
    command,
    observedFrom,
    lock: (work) => withStageLock(target, context, work),
    async again() {
      const current = await replan(planned, context, look);
      if (fingerprint !== undefined) refuseOtherPlan(fingerprint, { ...current, target, seeds }, look);
      return current;
    },
    ...(begin && { begin }),
    async carryOut(current, signal) {
      const expiresAt = renews ? await renewed(target, current.observed, expires) : undefined;
      const done = await carryOut(current, signal);
      const wanted = seedsFor(seeds, done.deployed, seedsMissing);
      if (wanted.length > 0) {
        const [{ loadSeeds }, { markSeeded }] = await Promise.all([
          import('./seeds.ts'),
          import('../../../aws/ownership/preview-tags.ts'),
        ]);
        await loadSeeds(wanted, current.served.standIns, target, context, signal);
        if (seedsMissing) await markSeeded(await target.clients.apiGateway(), done.deployed.api);
      }
      return expiresAt === undefined ? done : { ...done, deployed: { ...done.deployed, expiresAt } };
    },
  });
}

/** All tables of a preview that has no data yet. For other previews, only its new tables. */
function seedsFor(seeds: readonly Seed[], { changes }: DeployedStage, all: boolean): Seed[] {
  const made = changes.filter(({ action }) => action === 'create').map(({ resource }) => resource);
  return seeds.filter(({ table }) => all || made.includes(`table/${table}`));
}

/** Returns `undefined` if the API was deleted in the meantime. The API that replaces it has the new expiry. */
async function renewed(
  { clients }: Target,
  { observation, run }: PlannedStage['observed'],
  expires: string,
): Promise<string | undefined> {
  const arn = observation.observed.get('api')?.attributes.arn;
  if (typeof arn !== 'string') return undefined;
  const { renewExpiry } = await import('../../../aws/ownership/preview-tags.ts');
  return await renewExpiry(await clients.apiGateway(), { arn, expires, now: awsTime({ clients, clock: run.clock }) });
}

async function replan(planned: PlannedDeploy, context: Context, look: string): Promise<PlannedStage> {
  context.report.note('Another user or process may have changed the stage in the meantime: reading it again.');
  const current = await planned.again();
  refuseTheUnapproved(planned.plan, current.plan, look);
  refuseOtherRelease(planned, current, look);
  return current;
}

/** A deploy may always create and update. But the confirmed plan must contain every deletion and adoption. */
function refuseTheUnapproved(agreed: Plan, current: Plan, look: string): void {
  const known = new Map(agreed.steps.map(({ resource, action }) => [resource, action]));
  const worse = current.steps.filter(
    ({ resource, action }) => ['delete', 'adopt'].includes(action) && known.get(resource) !== action,
  );
  if (worse.length === 0) return;
  const what = worse.map(({ resource, action }) => `${action} ${resource}`).join(', ');
  throw new ApikitError(
    'ChangedMeanwhile',
    `Someone else changed the stage after the plan was made, and the plan would now also: ${what}. Nothing was changed.`,
    { hint: `To see the current plan, run: ${look}` },
  );
}

/**
 * The same files give another release only if a table was switched, and the lock already holds what apikit keeps of the
 * planned release.
 */
function refuseOtherRelease({ desired, target: { config } }: PlannedDeploy, current: PlannedStage, look: string): void {
  if (current.desired.release === desired.release) return;
  throw new ApikitError(
    'ChangedMeanwhile',
    `Someone else switched a table of ${config.app}/${config.stage} after the plan was made. Nothing was changed.`,
    { hint: `To see the current plan, run: ${look}` },
  );
}
