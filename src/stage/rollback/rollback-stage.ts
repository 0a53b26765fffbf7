/**
 * Makes a stage serve an earlier release again, contract and code together: first what the release needs, then one
 * write to the stage, then requests to the stage until it answers. These are the only writes of `rollback`, besides
 * those of the lock.
 */
import { ensureInvokePermission } from '../../aws/lambda/invoke-permission.ts';
import { type ProbeResult, waitForRelease } from '../../aws/releases/probe.ts';
import type { HistoryEntry } from '../../aws/releases/release-record.ts';
import { restorePolicies } from '../../aws/releases/restore-policies.ts';
import { type SwitchRecord, switchAfter, switchedBy } from '../../aws/releases/switch-record.ts';
import { createPropagations } from '../../aws/sdk/propagation.ts';
import type { StageConfig } from '../../config/config.ts';
import type { CaseResult } from '../../contract/testing/case-result.ts';
import { ApikitError } from '../../errors.ts';
import { roleName } from '../../naming/names.ts';
import { liveRelease, type StageReleases } from '../releases/stage-releases.ts';
import { switchRelease } from '../releases/switch-release.ts';
import { endOtherInstances, warmUp } from '../releases/warm-release.ts';
import { asCurl, failureSummary, failuresOf, SmokeFailedError } from '../smoke/smoke-failed.ts';
import { type SmokeTarget, smokePassed, smokeStage } from '../smoke/smoke-stage.ts';
import { type RunParts, stageContext } from '../stage-run.ts';
import type { ServesAgain } from './serves-again.ts';

export interface Rollback {
  readonly config: StageConfig;
  /** The stage as it was read. */
  readonly stage: StageReleases;
  readonly to: HistoryEntry;
  readonly needs: ServesAgain;
  readonly reason?: string;
  /** The smoke test of the live stage, once it serves the release. */
  readonly smoke?: RollbackSmoke;
  /** The command that the hints of an error name. */
  readonly command: string;
}

export interface RollbackSmoke {
  /** The contract of the release. */
  readonly contract: SmokeTarget['contract'];
  readonly key?: string;
  readonly token?: string;
}

export interface RolledBack {
  readonly probe: ProbeResult;
  /** The names of the policies that got more permissions. */
  readonly rights: readonly string[];
  /** The result of each request of the smoke test. Absent if there was no test. */
  readonly smoked?: readonly CaseResult[];
}

/**
 * Throws `RollbackFailed` if the stage did not begin to serve the release, and `SmokeFailed` if the release does not
 * answer as its contract says. In both cases it has switched the stage back.
 */
export async function rollbackStage(rollback: Rollback, parts: RunParts): Promise<RolledBack> {
  const { config, stage, to, needs, reason, command } = rollback;
  const { clients, clock, signal, facts } = parts;
  const { note } = stageContext(config.stage, parts);
  await restoreNeeds(rollback, parts);
  const recordOf = (before: SwitchRecord | undefined, from: string, why: string | undefined): SwitchRecord =>
    switchAfter(before, {
      how: 'rollback',
      ...switchedBy(clock.now(), facts.caller),
      from,
      ...(why !== undefined && { reason: why }),
    });
  signal.throwIfAborted();
  const { api, live, url, reach, switched } = stage;
  const before = liveRelease(stage);
  const record = recordOf(switched, live, reason);
  await switchRelease(config, clients, { api, stage: config.stage, to: to.deploymentId, record });
  const probe = await waitForRelease({ url, reach, release: to.record.release, clock, signal, note });
  // If this computer cannot reach the stage, nothing speaks against the switch.
  const goBack = async (why: string) => {
    const back = recordOf(record, to.deploymentId, `${to.record.release} ${why}`);
    await switchRelease(config, clients, { api, stage: config.stage, to: live, record: back });
    if (before) await endOtherInstances(config, before.record.version, parts);
  };
  if (!probe.seen && probe.last !== undefined) {
    await goBack('was not served');
    throw new ApikitError(
      'RollbackFailed',
      `${config.app}/${config.stage} was switched to release ${to.record.release}, and a minute later it still answered with release ${probe.last}. It was put back to what it served before.`,
      { hint: `Look at the stage (apikit status --stage ${config.stage}), then run ${command} again.` },
    );
  }
  const { smoke } = rollback;
  const report =
    smoke && probe.seen
      ? await smokeStage({ ...smoke, url, release: to.record.release, clock, signal, note })
      : undefined;
  if (report && !smokePassed(report)) {
    await goBack('failed its smoke test');
    throw new SmokeFailedError(
      `Release ${to.record.release} failed its smoke test on the live stage. ${failureSummary(report)} ${config.app}/${config.stage} was put back to what it served before.`,
      `To go back to it nevertheless, run: ${command} --no-smoke`,
      {
        smoke: failuresOf(report.results, asCurl([smoke?.key, smoke?.token])),
        live: before?.record.release ?? null,
      },
    );
  }
  if (probe.seen) await endOtherInstances(config, to.record.version, parts);
  return { probe, rights: Object.keys(needs.rights), ...(report && { smoked: report.results }) };
}

/** The permissions come first, because IAM needs time to propagate them. Instances are initialized with them. */
export async function restoreNeeds(
  { config, needs: { rights, permission, instances } }: Pick<Rollback, 'config' | 'needs'>,
  parts: RunParts,
): Promise<void> {
  const { clients, clock } = parts;
  const context = stageContext(config.stage, parts);
  const spreading = createPropagations(clock).rights;
  if (Object.keys(rights).length > 0) {
    await restorePolicies(await clients.iam(), roleName(config), rights);
    spreading.begun();
  }
  if (permission) await ensureInvokePermission({ client: await clients.lambda(), clock, context }, permission);
  if (instances) await warmUp(config, instances, parts);
  await spreading.over(context.note, context.signal);
}
