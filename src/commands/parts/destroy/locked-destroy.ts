/** The part of `destroy` that deletes resources: under the lock, which is deleted with the stage. */
import type { Context, Target } from '../../../context.ts';
import { pending } from '../../../engine/plan.ts';
import type { DestroyedStage, PlannedDestroy } from '../../../stage/destroy-stage.ts';
import type { LockStores } from '../../../stage/lock/with-lock.ts';
import { withStageLock } from '../stage/stage-lock.ts';

export interface PreparedDestroy {
  readonly target: Target;
  readonly planned: PlannedDestroy;
  /** When the reading of the stage began, in the clock's milliseconds. */
  readonly observedFrom: number;
}

export interface LockedDestroy extends DestroyedStage {
  /** Whether the lock was taken, which means that the table of all locks exists and stays. */
  readonly locked: boolean;
}

export async function lockedDestroy(
  { target, planned, observedFrom }: PreparedDestroy,
  command: string,
  context: Context,
): Promise<LockedDestroy> {
  const [{ destroyStage, planDestroy }, { lockStoresOf }] = await Promise.all([
    import('../../../stage/destroy-stage.ts'),
    import('../../../stage/lock/with-lock.ts'),
  ]);
  // A destroy that was killed at its very end leaves a lock and nothing else.
  const { clock, signal: ofRun } = context.io;
  const { note, warn } = context.report;
  const places = await lockStoresOf({ ...target, clock, signal: ofRun, note, warn });
  if (pending(planned.plan).length === 0 && (await isUntouched(places)))
    return { ...(await destroyStage(planned, command)), locked: false };
  const destroyed = await withStageLock(target, context, {
    command,
    observedFrom,
    first: false,
    leaveNothing: true,
    async run({ signal, changedMeanwhile }) {
      const parts = { ...planned.parts, signal };
      const current = changedMeanwhile ? await planDestroy(planned.config, parts, planned) : planned;
      const run = { ...current.observed.run, signal };
      return await destroyStage({ ...current, parts, observed: { ...current.observed, run } }, command);
    },
  });
  return { ...destroyed, locked: true };
}

/** Whether the stage has no lock, neither held nor released. */
async function isUntouched({ store, former }: LockStores): Promise<boolean> {
  return (await store.read()) === undefined && (await former.read()) === 'none';
}
