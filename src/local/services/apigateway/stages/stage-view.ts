/** A stage in a response: settings with logging off do not have a level [recorded]. */
import type { OperationContext } from '../../../cloud/operation.ts';
import type { Stage } from '../../../state/apis/model.ts';
import { firewallOf, stageArn } from '../../../state/firewall.ts';
import { shownCluster } from './cache-cluster.ts';

export function stageView(context: OperationContext, apiId: string, stage: Stage): Record<string, unknown> {
  const key = `${apiId}/${stage.stageName}`;
  const {
    methodSettings,
    tags,
    executeApiOff: _,
    ...rest
  } = shownCluster(context.cloud.transitions, context, key, stage);
  const shown = Object.entries(methodSettings).map(([key, { loggingLevel, ...settings }]) => [
    key,
    loggingLevel === 'OFF' ? settings : { loggingLevel, ...settings },
  ]);
  const webAclArn = firewallOf(context.cloud, context).associations.get(stageArn(context, apiId, stage.stageName));
  return {
    ...rest,
    ...(webAclArn !== undefined && { webAclArn }),
    methodSettings: Object.fromEntries(shown),
    ...(tags && Object.keys(tags).length > 0 && { tags }),
  };
}
