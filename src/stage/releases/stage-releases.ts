/** The releases that a stage has, and which of them serve: three reads, without the project's sources. */
import type { Reach } from '../../aws/releases/private-reach.ts';
import { type HistoryEntry, releaseOf } from '../../aws/releases/release-record.ts';
import type { SwitchRecord } from '../../aws/releases/switch-record.ts';
import type { StageConfig } from '../../config/config.ts';
import { attributesOf, observe } from '../../engine/observe.ts';
import { functionName } from '../../naming/names.ts';
import { findAttributes, findObserved } from '../../stack/ids.ts';
import { knownStage } from '../desired/desired-stage.ts';
import { createRun, type RunParts } from '../stage-run.ts';
import { historyIn } from './live-release.ts';
import { notDeployed, serving } from './live-stage.ts';
import { reachOf } from './reach-of.ts';

export interface StageReleases {
  /** The ID of the REST API, or the name of the function with the URL. */
  readonly api: string;
  /** The invoke URL, without a slash at the end. */
  readonly url: string;
  /** The callers that get an answer there. */
  readonly reach: Reach;
  /** The releases that exist, newest first, without those that were pruned. */
  readonly releases: readonly HistoryEntry[];
  /** The ID of the deployment that the stage serves. */
  readonly live: string;
  /** The deployment of its canary, if there is one, and the canary's share of the requests, 0 to 100. */
  readonly canary?: string;
  readonly percent?: number;
  /** The stage variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** Whether the stage writes an execution log. */
  readonly logging: boolean;
  /** How the stage came to serve its release; `undefined` if an older apikit or another tool set it. */
  readonly switched?: SwitchRecord;
}

/** The release that serves all requests, except those of a canary; `undefined` if apikit did not create it. */
export function liveRelease({ releases, live }: StageReleases): HistoryEntry | undefined {
  return releaseOf(releases, live);
}

/** Throws `NotDeployed`. */
export async function stageReleases(config: StageConfig, parts: RunParts): Promise<StageReleases> {
  const resources = knownStage(config, parts.facts).filter(({ id }) => ['release', ...serving(config)].includes(id));
  const run = createRun(new Map(), parts);
  const observation = await observe(resources, run, new Map());
  const attributes = attributesOf(observation);
  const [api, stage] = [findAttributes(attributes, 'api'), findAttributes(attributes, 'stage')];
  if (!stage || (config.api !== 'url' && !api)) throw notDeployed(config, parts.facts);
  const observed = findObserved(observation.observed, 'stage');
  const { url, deploymentId, canary, percent, switched } = stage;
  return {
    api: api ? String(api.id) : functionName(config),
    url: String(url),
    reach: reachOf(attributes),
    releases: historyIn(attributes),
    live: String(deploymentId),
    ...(canary !== undefined && { canary, percent: Number(percent) }),
    variables: { ...observed?.properties.variables },
    logging: (observed?.properties.logging ?? 'OFF') !== 'OFF',
    ...(switched !== undefined && { switched }),
  };
}
