/** Finds API and stage, and sends a share of the requests to the stage's canary. */
import type { RestApi } from '../../state/apis/model.ts';
import { compiledDeployment } from '../deployment/compiled-deployment.ts';
import { forbidden } from '../gateway-error.ts';
import type { Invocation } from '../invocation.ts';
import type { Handler } from './handler.ts';

export const chooseStage: Handler = (invocation, { cloud, findApi, random }) => {
  const { apiId, domain } = invocation.target;
  const found = findApi(apiId);
  const key = `${apiId}/${invocation.stageName}`;
  const current = found?.state.stages.get(key);
  const stage = found && cloud.transitions.effective(found.state.scope, 'stage', key, current);
  if (!found || !stage || (stage.executeApiOff && !domain)) throw forbidden();

  checkEndpoint(invocation, found.api);

  const canary = stage.canarySettings;
  const isCanary = canary && random() * 100 < canary.percentTraffic;
  const deploymentId = (isCanary && canary.deploymentId) || stage.deploymentId;
  const deployment = found.state.deployments.get(`${apiId}/${deploymentId}`);
  if (!deployment) throw forbidden();
  invocation.stage = {
    state: found.state,
    scope: found.state.scope,
    api: found.api,
    stage,
    deployment: compiledDeployment(apiId, deployment),
    variables: isCanary ? { ...stage.variables, ...canary.stageVariableOverrides } : (stage.variables ?? NO_VARIABLES),
    isCanary,
  };
  return undefined;
};

/** A VPC endpoint leads to private APIs only, and nothing else leads to them (docs/aws/endpoints.md). */
function checkEndpoint({ through }: Invocation, { endpointConfiguration }: RestApi): void {
  const { types, vpcEndpointIds = [] } = endpointConfiguration;
  if (!types.includes('PRIVATE')) {
    if (through) throw forbidden('a VPC endpoint leads to private APIs only');
    return;
  }
  if (!through) throw forbidden('the API is private, and the request did not come through a VPC endpoint');
  if (through.byAlias && !vpcEndpointIds.includes(through.id)) {
    throw forbidden(`the API has no host name for VPC endpoint ${through.id}`);
  }
}

const NO_VARIABLES: Readonly<Record<string, string>> = Object.freeze({});
