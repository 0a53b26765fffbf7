/** GetIntegration and DeleteIntegration. */
import { operation } from '../../../cloud/operation.ts';
import type { Members } from '../members.ts';
import { definitionFor, editFor, integrationFor, methodFor } from '../method-state.ts';

const PATH = '/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration';

export const getIntegration = operation({
  name: 'GetIntegration',
  http: `GET ${PATH}`,
  run: (input: Members, context) => integrationFor(definitionFor(context, input), input),
});

export const deleteIntegration = operation({
  name: 'DeleteIntegration',
  http: `DELETE ${PATH}`,
  status: 204,
  run: (input: Members, context) =>
    editFor(context, input, (definition) => {
      integrationFor(definition, input);
      delete methodFor(definition, input).methodIntegration;
    }),
});
