/** UpdateStage: deploys, rolls back, promotes and changes every setting of a stage, in one ordered list of patches. */
import { type OperationContext, operation } from '../../../cloud/operation.ts';
import type { Stage } from '../../../state/apis/model.ts';
import { ensureGroup } from '../../logs/model.ts';
import { type Members, requiredText } from '../members.ts';
import { applyPatch } from '../patch/patch.ts';
import { nowSeconds, putStage, requireStage } from '../state.ts';
import { stagePatchTable } from './stage-patch.ts';
import { stageView } from './stage-view.ts';

export const updateStage = operation({
  name: 'UpdateStage',
  http: 'PATCH /restapis/{restApiId}/stages/{stageName}',
  run(input: Members, context) {
    const apiId = requiredText(input, 'restApiId');
    const stage = requireStage(context, apiId, requiredText(input, 'stageName'));
    const patched = applyPatch(stagePatchTable(context, apiId), stage, input);
    const updated = { ...patched, lastUpdatedDate: nowSeconds(context) };
    putStage(context, apiId, updated);
    ensureExecutionLogs(context, apiId, updated);
    return stageView(context, apiId, updated);
  },
});

/**
 * "After you turn on logging, API Gateway automatically creates a CloudWatch log group" for the execution log of the
 * stage (https://repost.aws/knowledge-center/api-gateway-logs). It creates another one for a canary.
 */
function ensureExecutionLogs(context: OperationContext, apiId: string, stage: Stage): void {
  if (Object.values(stage.methodSettings).every(({ loggingLevel }) => loggingLevel === 'OFF')) return;
  const group = `API-Gateway-Execution-Logs_${apiId}/${stage.stageName}`;
  ensureGroup(context.cloud, context, group);
  if (stage.canarySettings) ensureGroup(context.cloud, context, `${group}/Canary`);
}
