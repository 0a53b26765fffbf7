/** Where a stage is, and which release it serves: a few reads, without the project's source. */

import type { StageConfig } from '../config/config.ts';
import { attributesOf, observe } from '../engine/observe.ts';
import { ApikitError } from '../errors.ts';
import { knownStage } from './desired-stage.ts';
import { liveEntry } from './live-release.ts';
import { createRun, type RunParts } from './stage-run.ts';

export interface LiveStage {
  /** Id of the REST API. */
  readonly api: string;
  /** Invoke URL, without a slash at its end. */
  readonly url: string;
}

export interface ServedStage extends LiveStage {
  /** `undefined`: the stage serves a deployment that apikit did not make. */
  readonly release: string | undefined;
}

/** Throws `NotDeployed`. */
export async function liveStage(config: StageConfig, parts: RunParts): Promise<LiveStage> {
  const { api, url } = await look(config, parts, ['api', 'stage']);
  return { api, url };
}

/** Throws `NotDeployed`. */
export async function servedStage(config: StageConfig, parts: RunParts): Promise<ServedStage> {
  return await look(config, parts, ['api', 'release', 'stage']);
}

async function look(config: StageConfig, parts: RunParts, ids: readonly string[]): Promise<ServedStage> {
  const resources = knownStage(config, parts.facts).filter(({ id }) => ids.includes(id));
  const run = createRun(new Map(), parts);
  const attributes = attributesOf(await observe(resources, run, new Map()));
  const [api, url] = [attributes.get('api')?.id, attributes.get('stage')?.url];
  const release = liveEntry(attributes)?.record.release;
  if (typeof api === 'string' && typeof url === 'string') return { api, url, release };
  throw notDeployed(config, parts.facts);
}

export function notDeployed({ app, stage }: StageConfig, { region }: RunParts['facts']): ApikitError {
  return new ApikitError('NotDeployed', `${app}/${stage} is not deployed in ${region}.`, {
    hint: `Deploy it: apikit deploy --stage ${stage}`,
  });
}
