/** DeleteRestApi: also deletes the definition, stages and deployments, and removes the API from its usage plans. */
import { type OperationContext, operation } from '../../../cloud/operation.ts';
import { forgetAssociation, stageArn } from '../../../state/firewall.ts';
import { mappedDomains } from '../domain-names/mapping-rules.ts';
import { badRequest } from '../errors.ts';
import { type Members, requiredText } from '../members.ts';
import {
  cacheFlushes,
  definitions,
  deleteOwned,
  deployments,
  documentationParts,
  documentationVersions,
  ownedBy,
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
    requireUnmapped(id, context);
    for (const { stageName } of ownedBy(stages(context), id)) {
      forgetAssociation(context.cloud, context, stageArn(context, id, stageName));
    }
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

/** Users of AWS report the error (serverless/serverless#3638). */
function requireUnmapped(id: string, context: OperationContext): void {
  const domains = mappedDomains(context, id);
  if (domains.length === 0) return;
  const where = domains.join(', ');
  throw badRequest(
    `Deleting RestApi ${id} failed. Please remove all base path mappings related to the RestApi in your domains: ${where}.`,
  );
}
