/** Takes the snapshot of an API that a deployment is. */
import type { OperationContext } from '../../../cloud/operation.ts';
import type { HttpDeployment } from '../../../state/http-apis/model.ts';
import { newShortId } from '../identifiers.ts';
import { deployments, requireApi, requireDefinition } from '../state.ts';

export const NO_ROUTES = 'Unable to deploy API because no routes exist in this API';

export const deployable = (context: OperationContext, apiId: string): boolean =>
  Object.keys(requireDefinition(context, apiId).routes).length > 0;

export function newDeployment(
  context: OperationContext,
  apiId: string,
  settings: { readonly Description?: string; readonly AutoDeployed: boolean },
): HttpDeployment {
  const { CorsConfiguration: cors, DisableExecuteApiEndpoint: isOff } = requireApi(context, apiId);
  const deployment: HttpDeployment = {
    ...settings,
    DeploymentId: newShortId(context),
    DeploymentStatus: 'DEPLOYED',
    createdAt: context.cloud.clock.now(),
    snapshot: {
      definition: requireDefinition(context, apiId),
      ...(cors && { cors }),
      ...(isOff === true && { isDefaultEndpointOff: true }),
    },
  };
  deployments(context).put(`${apiId}/${deployment.DeploymentId}`, deployment);
  return deployment;
}
