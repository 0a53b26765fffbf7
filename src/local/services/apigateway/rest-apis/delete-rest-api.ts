/** DeleteRestApi: also deletes the definition, stages and deployments, and removes the API from its usage plans. */
import { operation } from '../../../cloud/operation.ts';
import { type Members, requiredText } from '../members.ts';
import {
  cacheFlushes,
  definitions,
  deleteOwned,
  deployments,
  documentationParts,
  documentationVersions,
  requireApi,
  restApis,
  stages,
} from '../state.ts';
import { forgetApiStages } from '../usage-plans/api-stages.ts';

export const deleteRestApi = operation({
  name: 'DeleteRestApi',
  http: 'DELETE /restapis/{restApiId}',
  status: 202,
  run(input: Members, context) {
    const { id } = requireApi(context, requiredText(input, 'restApiId'));
    deleteOwned(stages(context), id);
    forgetApiStages(context, id);
    deleteOwned(cacheFlushes(context), id);
    deleteOwned(deployments(context), id);
    deleteOwned(documentationParts(context), id);
    deleteOwned(documentationVersions(context), id);
    definitions(context).delete(id);
    restApis(context).delete(id);
  },
});
