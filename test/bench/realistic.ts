/**
 * Measures deploys under the realistic profile: an embedded cloud with AWS's latencies, state delays and published
 * rates, in real time. It runs in this process, because the program knows AWS's rates only for AWS itself. Prints
 * through `print`.
 */
import { systemClock } from '../../src/clock.ts';
import type { DeployResult } from '../../src/commands/deploy.ts';
import { BASE, CHANGES } from '../chaos/stage-project.ts';
import { deploy, rollBack, type StageRun, tearDown } from '../chaos/stage-runs.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';
import { type Chain, CODE_ONLY, criticalPath, FIRST, NOTHING_TO_DO, ROLLBACK } from './critical-path.ts';

type Made = Pick<DeployResult, 'calls'>;

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;

/** With `calls`, it prints each call with its time after the deploy. */
export async function benchRealistic(row: (...cells: string[]) => void, { calls: each = false } = {}): Promise<void> {
  const profile = { quotas: true, factor: 1 };
  const cloud = await startTestCloud({ adversity: profile, tableTransitionMs: 0 });
  const adversity = cloud.adversity!;
  const run: StageRun = { endpoint: cloud.endpoint, clock: systemClock, limits: 'published' };

  async function measure(name: string, work: () => Promise<Made>, chain: Chain): Promise<void> {
    const before = adversity.state().calls.count;
    const at = Date.now();
    const started = performance.now();
    const { calls } = await work();
    const took = performance.now() - started;
    const records = adversity.state().calls.last.filter(({ n }) => n > before);
    const made = new Set(records.map(({ service, operation }) => `${service}.${operation}`));
    const { milliseconds: least, steps } = criticalPath(chain);
    const stale = steps.filter((step) => step.includes('.') && !made.has(step));
    if (stale.length > 0)
      throw new Error(`The critical path has calls that the command does not make: ${stale.join(', ')}`);
    row(
      name,
      seconds(took),
      `${calls.total} (${calls.writes} writes, ${calls.throttled} throttled)`,
      seconds(least),
      `${(took / least).toFixed(2)} ×`,
    );
    if (!each) return;
    for (const call of records) row('', seconds(call.at - at), `${call.service}.${call.operation}`, `${call.status}`);
  }

  try {
    row('', 'seconds', 'calls', 'critical path', 'ratio');
    // A user who has deployed before has the account's CloudWatch role, and the SDK is loaded.
    const other = { ...BASE, config: { ...BASE.config, stage: 'other' } };
    adversity.set({ quotas: false, factor: 0 });
    await deploy(other, run);
    await tearDown(other, run, true);
    adversity.set(profile);
    await measure('first', () => deploy(BASE, run), FIRST);
    await measure('nothing to do', () => deploy(BASE, run), NOTHING_TO_DO);
    await measure('code only', () => deploy(CHANGES.code!(BASE), run), CODE_ONLY);
    await measure('rollback', () => rollBack(BASE, run), ROLLBACK);
  } finally {
    await cloud.close();
  }
}
