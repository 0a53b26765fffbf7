/**
 * Starts, promotes and aborts the canary of a stage. These are the only writes of `canary`, besides those of the lock.
 */
import { abortCanary, type CanaryStage, promoteCanary, recordCanary, startCanary } from '../../aws/releases/canary.ts';
import { type ProbeResult, waitForRelease } from '../../aws/releases/probe.ts';
import type { HistoryEntry } from '../../aws/releases/release-record.ts';
import {
  type CanaryRecord,
  type SwitchRecord,
  switchAfter,
  switchedBy,
  type WatchRecord,
} from '../../aws/releases/switch-record.ts';
import type { StageConfig } from '../../config/config.ts';
import { observe } from '../../engine/observe.ts';
import type { Properties, Resource } from '../../engine/resource.ts';
import { contextOf, kindOf } from '../../engine/run.ts';
import { accessLogGroup, canaryLogGroup, executionLogGroup, inApi } from '../../naming/names.ts';
import { stageTags } from '../../naming/tags.ts';
import { liveRelease, type StageReleases } from '../releases/stage-releases.ts';
import { endOtherInstances } from '../releases/warm-release.ts';
import { restoreNeeds } from '../rollback/rollback-stage.ts';
import type { ServesAgain } from '../rollback/serves-again.ts';
import { createRun, type RunParts, stageContext } from '../stage-run.ts';

export interface CanaryOf {
  readonly config: StageConfig;
  /** The stage as it was read. */
  readonly stage: StageReleases;
}

export interface NewCanary extends CanaryOf {
  readonly to: HistoryEntry;
  /** The share of the requests, 0 to 100. */
  readonly percent: number;
  readonly needs: ServesAgain;
  /** The record of the watch that begins with the canary. */
  readonly watch?: WatchRecord;
}

/** Gives a share of the requests to a release, or gives the current canary another share. */
export async function startCanaryOf(canary: NewCanary, parts: RunParts): Promise<void> {
  const { config, stage, to, percent, needs, watch } = canary;
  await restoreNeeds({ config, needs }, parts);
  // API Gateway would create the log groups of a canary itself, without a retention.
  await ownLogGroups(canary, parts);
  const record: SwitchRecord = { ...soFar(stage, parts), canary: { ...who(parts), ...(watch && { watch }) } };
  parts.signal.throwIfAborted();
  const target = targetOf(canary, record);
  await startCanary(await parts.clients.apiGateway(), target, { deployment: to.deploymentId, percent });
}

/** Records in the stage that the canary is watched. Gives the canary the next share if there is one. */
export async function watchCanaryOf(
  canary: CanaryOf,
  { watch, percent }: { readonly watch: WatchRecord; readonly percent?: number },
  parts: RunParts,
): Promise<void> {
  const { stage } = canary;
  const made: CanaryRecord = stage.switched?.canary ?? who(parts);
  const target = targetOf(canary, { ...soFar(stage, parts), canary: { ...made, watch } });
  const client = await parts.clients.apiGateway();
  parts.signal.throwIfAborted();
  if (percent === undefined || stage.canary === undefined) await recordCanary(client, target);
  else await startCanary(client, target, { deployment: stage.canary, percent });
}

/** Gives all requests to the release that is the canary. */
export async function promoteCanaryOf(canary: CanaryOf, to: HistoryEntry, parts: RunParts): Promise<ProbeResult> {
  const { config, stage } = canary;
  const { clients, clock, signal } = parts;
  const record = switchAfter(stage.switched, { how: 'promote', ...who(parts), from: stage.live });
  await promoteCanary(await clients.apiGateway(), targetOf(canary, record));
  const { note } = stageContext(config.stage, parts);
  const { release, version } = to.record;
  const probe = await waitForRelease({ url: stage.url, reach: stage.reach, release, clock, signal, note });
  if (probe.seen) await endOtherInstances(config, version, parts);
  return probe;
}

/** Gives all requests to the release that served the rest of them. */
export async function abortCanaryOf(canary: CanaryOf, parts: RunParts): Promise<void> {
  await abortCanary(await parts.clients.apiGateway(), targetOf(canary, soFar(canary.stage, parts)));
  const live = liveRelease(canary.stage);
  if (live) await endOtherInstances(canary.config, live.record.version, parts);
}

function targetOf({ config, stage }: CanaryOf, record: SwitchRecord): CanaryStage {
  return { api: stage.api, stage: config.stage, record };
}

/** The record of how the stage came to serve its release. A canary does not change it. */
function soFar({ switched }: StageReleases, parts: RunParts): SwitchRecord {
  const { canary: _, ...record } = switched ?? { how: 'deploy' as const, ...who(parts) };
  return record;
}

const who = ({ clock, facts }: RunParts) => switchedBy(clock.now(), facts.caller);

async function ownLogGroups({ config, stage }: CanaryOf, parts: RunParts): Promise<void> {
  const execution = stage.logging ? [inApi(executionLogGroup(config), stage.api)] : [];
  const groups = [accessLogGroup(config), ...execution].map((name): Resource => {
    const group = canaryLogGroup(name);
    const properties: Properties = { retentionDays: config.logs.retentionDays, tags: stageTags(config) };
    return { id: `log-group/${group}`, kind: 'log-group', name: group, properties };
  });
  const run = createRun(new Map(), parts);
  const { observed } = await observe(groups, run, new Map());
  for (const group of groups) {
    const found = observed.get(group.id);
    const kind = kindOf(run, group);
    if (!found || kind.diff(group, found).length > 0) await kind.apply(group, found, contextOf(run, group));
  }
}
