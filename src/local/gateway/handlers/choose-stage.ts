/** Finds API and stage, and sends a share of the requests to the stage's canary. */
import { compiledDeployment } from '../deployment/compiled-deployment.ts';
import { forbidden } from '../gateway-error.ts';
import type { Handler } from './handler.ts';

export const chooseStage: Handler = (invocation, { cloud, findApi, random }) => {
  const { apiId, domain } = invocation.target;
  const found = findApi(apiId);
  const key = `${apiId}/${invocation.stageName}`;
  const current = found?.state.stages.get(key);
  const stage = found && cloud.transitions.effective(found.state.scope, 'stage', key, current);
  if (!found || !stage || (found.api.disableExecuteApiEndpoint && !domain)) throw forbidden();

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

const NO_VARIABLES: Readonly<Record<string, string>> = Object.freeze({});
