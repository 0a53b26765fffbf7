/** GetStage, GetStages (without paging) and DeleteStage. */
import { operation } from '../../../cloud/operation.ts';
import { forgetAssociation, stageArn } from '../../../state/firewall.ts';
import { type Members, requiredText, text } from '../members.ts';
import { cacheFlushes, ownedBy, requireApi, requireStage, stages } from '../state.ts';
import { forgetApiStages } from '../usage-plans/api-stages.ts';
import { stageView } from './stage-view.ts';

export const getStage = operation({
  name: 'GetStage',
  http: 'GET /restapis/{restApiId}/stages/{stageName}',
  run(input: Members, context) {
    const apiId = requiredText(input, 'restApiId');
    return stageView(context, apiId, requireStage(context, apiId, requiredText(input, 'stageName')));
  },
});

export const getStages = operation({
  name: 'GetStages',
  http: 'GET /restapis/{restApiId}/stages',
  run(input: Members, context) {
    const api = requireApi(context, requiredText(input, 'restApiId'));
    const deploymentId = text(input, 'deploymentId');
    const all = ownedBy(stages(context), api.id);
    const wanted = deploymentId === undefined ? all : all.filter((stage) => stage.deploymentId === deploymentId);
    return { item: wanted.map((stage) => stageView(context, api.id, stage)) };
  },
});

export const deleteStage = operation({
  name: 'DeleteStage',
  http: 'DELETE /restapis/{restApiId}/stages/{stageName}',
  status: 202,
  run(input: Members, context) {
    const apiId = requiredText(input, 'restApiId');
    const stage = requireStage(context, apiId, requiredText(input, 'stageName'));
    stages(context).delete(`${apiId}/${stage.stageName}`);
    context.cloud.transitions.forget(context, 'cacheCluster', `${apiId}/${stage.stageName}`);
    cacheFlushes(context).delete(`${apiId}/${stage.stageName}`);
    forgetAssociation(context.cloud, context, stageArn(context, apiId, stage.stageName));
    forgetApiStages(context, apiId, stage.stageName);
  },
});
