/**
 * The front door of a stage before a move to another one (docs/adr/0026). Its clients may still use it, so a deploy
 * keeps it with everything that it needs, until the user asks for its removal. Pure.
 */
import { formerResource } from '../../aws/kinds/registry.ts';
import type { StageConfig } from '../../config/config.ts';
import type { Resource } from '../../engine/resource.ts';
import { apiName, functionName } from '../../naming/names.ts';
import { stageTags } from '../../naming/tags.ts';
import type { FoundResource } from '../found-resources.ts';

const OLD_API = 'old-api';

/** Returns the candidates for the removal. The kind of each finds out whether it exists. */
export function formerFrontDoor(config: StageConfig): Resource[] {
  const owner = { ...config, tags: stageTags(config) };
  if (config.api !== 'rest') return [{ ...formerResource('rest-api', apiName(config), owner), id: OLD_API }];
  const properties = { function: functionName(config), deployment: '' };
  return [{ id: 'old-url', kind: 'function-url', name: config.stage, properties }];
}

/** The leftovers of a deploy without those that only the former front door needs. */
export function withoutFormerDoor(found: readonly FoundResource[], { api }: StageConfig): FoundResource[] {
  return api === 'rest' ? [...found] : found.filter(({ resource }) => !isOfRestApi(resource));
}

/** Usage plans are removed before the API that they cover (docs/pitfalls.md, pitfall 18). */
export function beforeFormerDoor(one: FoundResource): FoundResource {
  if (!isOfRestApi(one.resource)) return one;
  return { ...one, resource: { ...one.resource, after: [...(one.resource.after ?? []), OLD_API] } };
}

const isOfRestApi = ({ id, kind }: Resource): boolean =>
  kind === 'usage-plan' || kind === 'metric-filter' || (kind === 'alarm' && id.startsWith('alarm/api-'));
