/** FlushStageCache: drops all cached responses of the stage at once. */
import { HttpResult, operation } from '../../../cloud/operation.ts';
import { type Members, requiredText } from '../members.ts';
import { cacheFlushes, requireApi, requireStage } from '../state.ts';

export const flushStageCache = operation({
  name: 'FlushStageCache',
  http: 'DELETE /restapis/{restApiId}/stages/{stageName}/cache/data',
  run(input: Members, context) {
    const apiId = requiredText(input, 'restApiId');
    requireApi(context, apiId);
    const { stageName } = requireStage(context, apiId, requiredText(input, 'stageName'));
    const key = `${apiId}/${stageName}`;
    const flushes = cacheFlushes(context).get(key) ?? { count: 0 };
    cacheFlushes(context).put(key, { ...flushes, count: flushes.count + 1 });
    return new HttpResult(202, {});
  },
});
