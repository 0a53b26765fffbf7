/** UpdateDeployment: only the description can change, because a deployment is a snapshot. */
import { operation } from '../../../cloud/operation.ts';
import type { Deployment } from '../../../state/apis/model.ts';
import { type Members, requiredText } from '../members.ts';
import { applyPatch } from '../patch/patch.ts';
import { listingPaths } from '../patch/refusals.ts';
import { textField } from '../patch/rules.ts';
import { deployments, requireDeployment } from '../state.ts';
import { deploymentView } from './deployment-view.ts';

const table = listingPaths<Omit<Deployment, 'snapshot'>>([textField('description')]);

export const updateDeployment = operation({
  name: 'UpdateDeployment',
  http: 'PATCH /restapis/{restApiId}/deployments/{deploymentId}',
  run(input: Members, context) {
    const apiId = requiredText(input, 'restApiId');
    const { snapshot, ...fields } = requireDeployment(context, apiId, requiredText(input, 'deploymentId'));
    const updated = { ...applyPatch(table, fields, input), snapshot };
    deployments(context).put(`${apiId}/${updated.id}`, updated);
    return deploymentView(updated);
  },
});
