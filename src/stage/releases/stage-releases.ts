/** The releases that a stage has, and which of them serve: three reads, without the project's sources. */
import { type HistoryEntry, releaseOf } from '../../aws/releases/release-record.ts';
import type { SwitchRecord } from '../../aws/releases/switch-record.ts';
import type { StageConfig } from '../../config/config.ts';
import { attributesOf, observe } from '../../engine/observe.ts';
import { findAttributes, findObserved } from '../../stack/ids.ts';
import { knownStage } from '../desired/desired-stage.ts';
import { createRun, type RunParts } from '../stage-run.ts';
import { historyIn } from './live-release.ts';
import { notDeployed } from './live-stage.ts';

export interface StageReleases {
  /** Id of the REST API. */
  readonly api: string;
  /** Invoke URL, without a slash at its end. */
  readonly url: string;
  /** Newest first. Those that are kept, not those that were pruned. */
  readonly releases: readonly HistoryEntry[];
  /** Id of the deployment that the stage serves. */
  readonly live: string;
  /** The deployment of its canary, if there is one, and its share of the requests, 0 to 100. */
  readonly canary?: string;
  readonly percent?: number;
  /** Of the stage. */
  readonly variables: Readonly<Record<string, string>>;
  /** Whether it writes an execution log. */
  readonly logging: boolean;
  /** How it came to serve that; `undefined` where an older apikit, or another tool, made it so. */
  readonly switched?: SwitchRecord;
}

/** The release that serves all requests, or all but those of a canary; `undefined`: apikit did not make it. */
export function liveRelease({ releases, live }: StageReleases): HistoryEntry | undefined {
  return releaseOf(releases, live);
}

/** Throws `NotDeployed`. */
export async function stageReleases(config: StageConfig, parts: RunParts): Promise<StageReleases> {
  const resources = knownStage(config, parts.facts).filter(({ id }) => ['api', 'stage', 'release'].includes(id));
  const run = createRun(new Map(), parts);
  const observation = await observe(resources, run, new Map());
  const attributes = attributesOf(observation);
  const [api, stage] = [findAttributes(attributes, 'api'), findAttributes(attributes, 'stage')];
  if (!api || !stage) throw notDeployed(config, parts.facts);
  const observed = findObserved(observation.observed, 'stage');
  const { url, deploymentId, canary, percent, switched } = stage;
  return {
    api: String(api.id),
    url: String(url),
    releases: historyIn(attributes),
    live: String(deploymentId),
    ...(canary !== undefined && { canary, percent: Number(percent) }),
    variables: { ...observed?.properties.variables },
    logging: observed?.properties.logging !== 'OFF',
    ...(switched !== undefined && { switched }),
  };
}
