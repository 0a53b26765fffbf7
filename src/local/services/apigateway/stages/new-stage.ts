/** The initial state of a stage, for CreateStage and CreateDeployment. */
import type { OperationContext } from '../../../cloud/operation.ts';
import type { Stage } from '../../../state/apis/model.ts';
import { badRequest } from '../errors.ts';
import { nowSeconds } from '../state.ts';

const STAGE_NAME = /^[A-Za-z0-9_-]{1,128}$/;

export function newStage(context: OperationContext, stageName: string, deploymentId: string): Stage {
  if (!STAGE_NAME.test(stageName)) throw badRequest('Stage name only allows a-zA-Z0-9_-');
  const now = nowSeconds(context);
  return {
    stageName,
    deploymentId,
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
    methodSettings: {},
    tracingEnabled: false,
    createdDate: now,
    lastUpdatedDate: now,
  };
}
