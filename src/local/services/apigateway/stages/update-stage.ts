/** UpdateStage: going live, rolling back, promoting and every setting of a stage, in one ordered list of patches. */
import { operation } from '../../../operation.ts';
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
    const patched = applyPatch(stagePatchTable(context, apiId), 'UpdateStage', stage, input);
    const updated = { ...patched, lastUpdatedDate: nowSeconds(context) };
    putStage(context, apiId, updated);
    return stageView(updated);
  },
});
