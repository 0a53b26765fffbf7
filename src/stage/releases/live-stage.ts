/** The address of a stage and the ID of its API, read without the project's sources. */
import type { Reach } from '../../aws/releases/private-reach.ts';
import type { StageConfig } from '../../config/config.ts';
import { attributesOf, observe } from '../../engine/observe.ts';
import { ApikitError } from '../../errors.ts';
import { functionName } from '../../naming/names.ts';
import { findAttributes } from '../../stack/ids.ts';
import { knownStage } from '../desired/desired-stage.ts';
import { createRun, type RunParts } from '../stage-run.ts';
import { reachOf } from './reach-of.ts';

export interface LiveStage {
  /** The ID of the REST API, or the name of the function with the URL. */
  readonly api: string;
  /** The invoke URL, without a slash at the end. */
  readonly url: string;
  /** The callers that get an answer there. */
  readonly reach: Reach;
}

/** The resources that must be read for the address of a stage. The URL of a function belongs to the function. */
export const serving = ({ api }: StageConfig): readonly string[] =>
  api === 'url' ? ['function', 'stage'] : ['api', 'stage'];

/** Throws `NotDeployed`. */
export async function liveStage(config: StageConfig, parts: RunParts): Promise<LiveStage> {
  const resources = knownStage(config, parts.facts).filter(({ id }) => serving(config).includes(id));
  const run = createRun(new Map(), parts);
  const attributes = attributesOf(await observe(resources, run, new Map()));
  const id = findAttributes(attributes, 'api')?.id;
  const api = config.api === 'url' ? functionName(config) : id;
  const url = findAttributes(attributes, 'stage')?.url;
  if (api !== undefined && url !== undefined) return { api, url, reach: reachOf(attributes) };
  throw notDeployed(config, parts.facts);
}

export function notDeployed({ app, stage }: StageConfig, { region }: RunParts['facts']): ApikitError {
  return new ApikitError('NotDeployed', `${app}/${stage} is not deployed in ${region}.`, {
    hint: `Deploy it with \`apikit deploy --stage ${stage}\`. For another region, pass --region.`,
  });
}
