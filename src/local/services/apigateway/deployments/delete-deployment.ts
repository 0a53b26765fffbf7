/** DeleteDeployment: fails while a stage or its canary serves the deployment. */
import { operation } from '../../../cloud/operation.ts';
import { badRequest } from '../errors.ts';
import { type Members, requiredText } from '../members.ts';
import { deployments, ownedBy, requireDeployment, stages } from '../state.ts';

export const deleteDeployment = operation({
  name: 'DeleteDeployment',
  http: 'DELETE /restapis/{restApiId}/deployments/{deploymentId}',
  status: 202,
  run(input: Members, context) {
    const apiId = requiredText(input, 'restApiId');
    const { id } = requireDeployment(context, apiId, requiredText(input, 'deploymentId'));
    const used = ownedBy(stages(context), apiId).some(
      (stage) => stage.deploymentId === id || stage.canarySettings?.deploymentId === id,
    );
    if (used) throw badRequest('Active stages pointing to this deployment must be moved or deleted');
    deployments(context).delete(`${apiId}/${id}`);
  },
});
