/** DeleteResource: also deletes the resources below it. */
import { operation } from '../../../cloud/operation.ts';
import { badRequest } from '../errors.ts';
import type { Members } from '../members.ts';
import { editFor, resourceFor } from '../method-state.ts';
import { removeResource } from './resource-tree.ts';

export const deleteResource = operation({
  name: 'DeleteResource',
  http: 'DELETE /restapis/{restApiId}/resources/{resourceId}',
  status: 202,
  run: (input: Members, context) =>
    editFor(context, input, (definition) => {
      const resource = resourceFor(definition, input);
      if (resource.parentId === undefined) throw badRequest('Root resource cannot be deleted');
      removeResource(definition, resource.id);
    }),
});
