/**
 * A deploy under the lock of its stage, for `deploy`, `promote` and `dev`. It takes the lock and stores the record of
 * the release with it, plans again if somebody may have changed the stage since the plan was made, and then deploys.
 */
import { keptAttachments } from '../../aws/releases/kept-item.ts';
import type { LockedWork } from '../lock/with-lock.ts';
import type { PlannedStage } from '../plan/plan-stage.ts';
import { releasesBeside } from '../releases/live-release.ts';

type Planned = Pick<PlannedStage, 'desired' | 'observed'>;

export interface LockedDeploy<P extends Planned, Done> {
  readonly planned: P;
  /** The command's name, shown to others who are refused meanwhile. */
  readonly command: string;
  /** When the caller began to look at the stage, in the clock's milliseconds. */
  readonly observedFrom: number;
  /** Runs work while the stage is locked. */
  lock(work: Omit<LockedWork<Done>, 'wait'>): Promise<Done>;
  /** Plans again. An error of it ends the deploy before any change. */
  again(): Promise<P>;
  /** Runs before any other change. An error of it ends the deploy. */
  begin?(current: P): Promise<void>;
  /** Deploys by the plan that was made or confirmed under the lock. */
  carryOut(current: P, signal: AbortSignal): Promise<Done>;
}

export async function deployUnderLock<P extends Planned, Done>(deploy: LockedDeploy<P, Done>): Promise<Done> {
  const { planned, command, observedFrom } = deploy;
  const { release, kept } = planned.desired;
  return await deploy.lock({
    command,
    observedFrom,
    first: !planned.observed.observation.observed.has('stage'),
    attach: keptAttachments(release, kept()),
    async run({ signal, changedMeanwhile, keepReleases }) {
      const current = changedMeanwhile ? await deploy.again() : planned;
      await deploy.begin?.(current);
      keepReleases(releasesBeside(current.desired.release, current.observed.observation));
      return await deploy.carryOut(current, signal);
    },
  });
}
