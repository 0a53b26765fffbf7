/** UpdateResource: renames or moves a resource, which changes all paths below it. */
import { operation } from '../../../cloud/operation.ts';
import type { ApiDefinition, Resource } from '../../../state/apis/model.ts';
import { badRequest } from '../errors.ts';
import { type Members, requiredText } from '../members.ts';
import { editFor, resourceFor } from '../method-state.ts';
import { applyPatch, type PatchRule } from '../patch/patch.ts';
import { listingPaths } from '../patch/refusals.ts';
import { checkPlace, isBelow, refreshPaths, requireResource } from './resource-tree.ts';

export const updateResource = operation({
  name: 'UpdateResource',
  http: 'PATCH /restapis/{restApiId}/resources/{resourceId}',
  run: (input: Members, context) =>
    editFor(context, input, (definition) => {
      const resource = resourceFor(definition, input);
      const table = listingPaths([moveRule(definition), renameRule(definition)]);
      const updated = applyPatch(table, resource, input);
      definition.resources[resource.id] = updated;
      if (updated.parentId !== undefined) refreshPaths(definition, updated);
      const { resourceMethods: _, ...view } = updated;
      return view;
    }),
});

const moveRule = (definition: ApiDefinition): PatchRule<Resource> => ({
  path: '/parentId',
  ops: ['replace'],
  apply(resource, { value = '' }) {
    if (resource.parentId === undefined) throw badRequest('Root resource cannot update its parentId.');
    const parent = requireResource(definition, value);
    if (isBelow(definition, parent.id, resource.id)) throw badRequest('Resources cannot be cyclical.');
    checkPlace(definition, parent, requiredText({ ...resource }, 'pathPart'), resource.id);
    resource.parentId = parent.id;
  },
});

const renameRule = (definition: ApiDefinition): PatchRule<Resource> => ({
  path: '/pathPart',
  ops: ['replace'],
  apply(resource, { value = '' }) {
    if (resource.parentId === undefined) throw badRequest('Root resource cannot update its pathPart.');
    checkPlace(definition, requireResource(definition, resource.parentId), value, resource.id);
    resource.pathPart = value;
  },
});
