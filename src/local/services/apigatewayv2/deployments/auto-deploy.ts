/** Deployments that API Gateway makes itself, for stages with AutoDeploy, after each change of an API. */
import type { OperationContext } from '../../../cloud/operation.ts';
import { ofApi, putStage, stages } from '../state.ts';
import { deployable, NO_ROUTES, newDeployment } from './new-deployment.ts';

const DESCRIPTION = 'Automatic deployment triggered by changes to the Api configuration';

/** A failed deployment leaves the stage as it was, with a message (docs/aws/http-apis.md). */
export function autoDeploy(context: OperationContext, apiId: string): void {
  const waiting = ofApi(stages(context), apiId).filter(({ AutoDeploy }) => AutoDeploy === true);
  if (waiting.length === 0) return;
  const deployed = deployable(context, apiId)
    ? newDeployment(context, apiId, { Description: DESCRIPTION, AutoDeployed: true })
    : undefined;
  const updatedAt = context.cloud.clock.now();
  for (const stage of waiting) {
    putStage(context, apiId, {
      ...stage,
      updatedAt,
      ...(deployed
        ? { DeploymentId: deployed.DeploymentId, LastDeploymentStatusMessage: successOf(deployed.DeploymentId) }
        : { LastDeploymentStatusMessage: `Deployment attempt failed: ${NO_ROUTES}` }),
    });
  }
}

const successOf = (deploymentId: string): string => `Successfully deployed stage with deployment ID '${deploymentId}'`;
