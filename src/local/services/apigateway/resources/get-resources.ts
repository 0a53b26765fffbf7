/** GetResource and GetResources; methods have only their names unless the request has `embed=methods`. */
import { operation } from '../../../cloud/operation.ts';
import type { Resource } from '../../../state/apis/model.ts';
import { type Members, requiredText, texts } from '../members.ts';
import { definitionFor, resourceFor } from '../method-state.ts';
import { page } from '../paging.ts';
import { requireDefinition } from '../state.ts';

export const getResource = operation({
  name: 'GetResource',
  http: 'GET /restapis/{restApiId}/resources/{resourceId}',
  run: (input: Members, context) => resourceView(resourceFor(definitionFor(context, input), input), input),
});

export const getResources = operation({
  name: 'GetResources',
  http: 'GET /restapis/{restApiId}/resources',
  run(input: Members, context) {
    const definition = requireDefinition(context, requiredText(input, 'restApiId'));
    const { item, ...position } = page(Object.values(definition.resources), (resource) => resource.id, input);
    return { item: item.map((resource) => resourceView(resource, input)), ...position };
  },
});

function resourceView(resource: Resource, input: Members): Resource | Record<string, unknown> {
  const { resourceMethods, ...rest } = resource;
  if (!resourceMethods || Object.keys(resourceMethods).length === 0) return rest;
  if (texts(input, 'embed')?.includes('methods')) return resource;
  return { ...rest, resourceMethods: Object.fromEntries(Object.keys(resourceMethods).map((name) => [name, {}])) };
}
