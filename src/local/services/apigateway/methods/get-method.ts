/** GetMethod and DeleteMethod. */
import { operation } from '../../../cloud/operation.ts';
import type { Members } from '../members.ts';
import { definitionFor, editFor, methodFor, resourceFor } from '../method-state.ts';

export const getMethod = operation({
  name: 'GetMethod',
  http: 'GET /restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}',
  run: (input: Members, context) => methodFor(definitionFor(context, input), input),
});

export const deleteMethod = operation({
  name: 'DeleteMethod',
  http: 'DELETE /restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}',
  status: 204,
  run: (input: Members, context) =>
    editFor(context, input, (definition) => {
      const { httpMethod } = methodFor(definition, input);
      const resource = resourceFor(definition, input);
      const { [httpMethod]: _, ...others } = resource.resourceMethods ?? {};
      if (Object.keys(others).length > 0) resource.resourceMethods = others;
      else delete resource.resourceMethods;
    }),
});
