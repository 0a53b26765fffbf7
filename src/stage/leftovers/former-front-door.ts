/**
 * The front doors of a stage before a move to another one (docs/adr/0026). Clients may still use them, so a deploy
 * keeps them with everything that they need, until the user asks for their removal. Pure.
 */
import { formerResource } from '../../aws/kinds/registry.ts';
import type { StageConfig } from '../../config/config.ts';
import type { Resource } from '../../engine/resource.ts';
import { apiName, functionName } from '../../naming/names.ts';
import { stageTags } from '../../naming/tags.ts';
import type { FoundResource } from '../found-resources.ts';

/** The ID of a former REST API. */
const OLD_REST = 'old-rest-api';

/** Returns the candidates for the removal. The kind of each finds out whether it exists. */
export function formerFrontDoors(config: StageConfig): Resource[] {
  const owner = { ...config, tags: stageTags(config) };
  const properties = { function: functionName(config), deployment: '' };
  const doors: Record<StageConfig['api'], Resource> = {
    rest: { ...formerResource('rest-api', apiName(config), owner), id: OLD_REST },
    http: { ...formerResource('http-api', apiName(config), owner), id: 'old-http-api' },
    url: { id: 'old-function-url', kind: 'function-url', name: config.stage, properties },
  };
  return Object.entries(doors).flatMap(([api, resource]) => (api === config.api ? [] : [resource]));
}

/** The leftovers of a deploy without those that only a former REST API needs. */
export function withoutFormerDoors(found: readonly FoundResource[], { api }: StageConfig): FoundResource[] {
  return api === 'rest' ? [...found] : found.filter(({ resource }) => !isOfRestApi(resource));
}

/** Usage plans are removed before the API that they cover (docs/pitfalls.md, pitfall 18). */
export function beforeFormerDoors(one: FoundResource): FoundResource {
  if (!isOfRestApi(one.resource)) return one;
  return { ...one, resource: { ...one.resource, after: [...(one.resource.after ?? []), OLD_REST] } };
}

const isOfRestApi = ({ id, kind }: Resource): boolean =>
  kind === 'usage-plan' || kind === 'metric-filter' || (kind === 'alarm' && id.startsWith('alarm/api-'));
