/** A stage in a response: settings with logging off do not have a level [recorded]. */
import type { OperationContext } from '../../../cloud/operation.ts';
import type { Stage } from '../../../state/apis/model.ts';
import { shownCluster } from './cache-cluster.ts';

export function stageView(context: OperationContext, apiId: string, stage: Stage): Record<string, unknown> {
  const key = `${apiId}/${stage.stageName}`;
  const { methodSettings, tags, ...rest } = shownCluster(context.cloud.transitions, context, key, stage);
  const shown = Object.entries(methodSettings).map(([key, { loggingLevel, ...settings }]) => [
    key,
    loggingLevel === 'OFF' ? settings : { loggingLevel, ...settings },
  ]);
  return { ...rest, methodSettings: Object.fromEntries(shown), ...(tags && Object.keys(tags).length > 0 && { tags }) };
}
