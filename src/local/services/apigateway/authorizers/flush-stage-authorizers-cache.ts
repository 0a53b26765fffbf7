/** FlushStageAuthorizersCache: drops all cached authorizer responses of the stage at once. */
import { HttpResult, operation } from '../../../cloud/operation.ts';
import { type Members, requiredText } from '../members.ts';
import { cacheFlushes, requireApi, requireStage } from '../state.ts';

export const flushStageAuthorizersCache = operation({
  name: 'FlushStageAuthorizersCache',
  http: 'DELETE /restapis/{restApiId}/stages/{stageName}/cache/authorizers',
  run(input: Members, context) {
    const apiId = requiredText(input, 'restApiId');
    requireApi(context, apiId);
    const { stageName } = requireStage(context, apiId, requiredText(input, 'stageName'));
    const key = `${apiId}/${stageName}`;
    const flushes = cacheFlushes(context).get(key) ?? { count: 0 };
    cacheFlushes(context).put(key, { ...flushes, authorizers: (flushes.authorizers ?? 0) + 1 });
    return new HttpResult(202, {});
  },
});
