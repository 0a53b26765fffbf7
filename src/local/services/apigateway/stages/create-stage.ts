/** CreateStage: creates a stage for an existing deployment. Only UpdateStage sets method and access log settings. */
import { type OperationContext, operation } from '../../../cloud/operation.ts';
import type { Stage } from '../../../state/apis/model.ts';
import { badRequest, conflict } from '../errors.ts';
import { compact, flag, type Members, nonEmpty, requiredText, structure, text, textMap } from '../members.ts';
import { deployments, putStage, requireApi, stages } from '../state.ts';
import { checkedTags } from '../tags/checked-tags.ts';
import { cacheFields } from './cache-cluster.ts';
import { newCanary } from './canary.ts';
import { requireDocumentationVersion } from './documentation-version.ts';
import { newStage } from './new-stage.ts';
import { checkedVariables } from './stage-variables.ts';
import { stageView } from './stage-view.ts';

export const createStage = operation({
  name: 'CreateStage',
  http: 'POST /restapis/{restApiId}/stages',
  status: 201,
  run(input: Members, context) {
    const api = requireApi(context, requiredText(input, 'restApiId'));
    const deploymentId = requiredText(input, 'deploymentId');
    const base = newStage(context, requiredText(input, 'stageName'), deploymentId);
    requireDeployed(context, api.id, deploymentId);
    const key = `${api.id}/${base.stageName}`;
    if (stages(context).has(key)) throw conflict('Stage already exists');
    const canary = structure(input, 'canarySettings');
    const canaryDeployment = (canary && text(canary, 'deploymentId')) ?? deploymentId;
    if (canary) requireDeployed(context, api.id, canaryDeployment);
    const variables = textMap(input, 'variables');
    const tags = textMap(input, 'tags');
    const documentationVersion = nonEmpty(text(input, 'documentationVersion'));
    if (documentationVersion !== undefined) requireDocumentationVersion(context, api.id, documentationVersion);
    const stage: Stage = compact({
      ...base,
      description: nonEmpty(text(input, 'description')),
      documentationVersion,
      variables: variables && checkedVariables(variables),
      tracingEnabled: flag(input, 'tracingEnabled') ?? false,
      canarySettings: canary && newCanary(canary, canaryDeployment),
      tags: tags && checkedTags({}, tags),
      ...cacheFields(input),
    });
    putStage(context, api.id, stage);
    return stageView(context, api.id, stage);
  },
});

export function requireDeployed(context: OperationContext, apiId: string, deploymentId: string): void {
  if (!deployments(context).has(`${apiId}/${deploymentId}`)) throw badRequest('Deployment id does not exist');
}
