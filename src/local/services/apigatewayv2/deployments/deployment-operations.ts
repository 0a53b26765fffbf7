/** CreateDeployment, GetDeployment, GetDeployments, UpdateDeployment and DeleteDeployment. */
import type { Deployment } from '../../../models/apigatewayv2.ts';
import type { HttpDeployment } from '../../../state/http-apis/model.ts';
import { badRequest } from '../errors.ts';
import { operation } from '../operation.ts';
import { page } from '../page.ts';
import { deployments, ofApi, putStage, requireApi, requireDeployment, requireStage, stages } from '../state.ts';
import { deployable, NO_ROUTES, newDeployment } from './new-deployment.ts';

/** With a stage name, the existing stage serves the new deployment. */
export const createDeployment = operation('CreateDeployment', ({ ApiId, StageName, Description }, context) => {
  requireApi(context, ApiId);
  const stage = StageName === undefined ? undefined : requireStage(context, ApiId, StageName);
  if (!deployable(context, ApiId)) throw badRequest(NO_ROUTES);
  const deployment = newDeployment(context, ApiId, {
    ...(Description !== undefined && { Description }),
    AutoDeployed: false,
  });
  if (stage) {
    const updatedAt = context.cloud.clock.now();
    putStage(context, ApiId, { ...stage, DeploymentId: deployment.DeploymentId, updatedAt });
  }
  return view(deployment);
});

export const getDeployment = operation('GetDeployment', ({ ApiId, DeploymentId }, context) =>
  view(requireDeployment(context, ApiId, DeploymentId)),
);

export const getDeployments = operation('GetDeployments', (input, context) => {
  const { ApiId } = requireApi(context, input.ApiId);
  const { items, next } = page(ofApi(deployments(context), ApiId), input);
  return { Items: items.map(view), ...(next !== undefined && { NextToken: next }) };
});

export const updateDeployment = operation('UpdateDeployment', ({ ApiId, DeploymentId, ...given }, context) => {
  const deployment = { ...requireDeployment(context, ApiId, DeploymentId), ...given };
  deployments(context).put(`${ApiId}/${DeploymentId}`, deployment);
  return view(deployment);
});

export const deleteDeployment = operation('DeleteDeployment', ({ ApiId, DeploymentId }, context) => {
  requireDeployment(context, ApiId, DeploymentId);
  if (ofApi(stages(context), ApiId).some((stage) => stage.DeploymentId === DeploymentId)) {
    throw badRequest('Active stages pointing to this deployment must be moved or deleted');
  }
  deployments(context).delete(`${ApiId}/${DeploymentId}`);
});

const view = ({ snapshot: _, createdAt, ...deployment }: HttpDeployment): Deployment => ({
  ...deployment,
  CreatedDate: new Date(createdAt),
});
