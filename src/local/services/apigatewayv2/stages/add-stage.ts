/** Adds a stage to an API. A stage with AutoDeploy is deployed at once. */
import type { OperationContext } from '../../../cloud/operation.ts';
import type { CreateStageRequest } from '../../../models/apigatewayv2.ts';
import type { HttpStage } from '../../../state/http-apis/model.ts';
import { checkedTags } from '../../apigateway/tags/checked-tags.ts';
import { autoDeploy } from '../deployments/auto-deploy.ts';
import { conflict } from '../errors.ts';
import { putStage, requireStage, stages } from '../state.ts';
import { checkDeploymentOf, checkStage, checkStageName } from './stage-rules.ts';

type Settings = Omit<CreateStageRequest, 'ApiId'> & { readonly ApiGatewayManaged?: boolean };

/** Throws `AwsError`. */
export function addStage(context: OperationContext, apiId: string, settings: Settings): HttpStage {
  checkStageName(settings.StageName);
  if (stages(context).has(`${apiId}/${settings.StageName}`)) throw conflict('Stage already exists');
  const now = context.cloud.clock.now();
  const stage: HttpStage = {
    AutoDeploy: false,
    RouteSettings: {},
    StageVariables: {},
    ...settings,
    DefaultRouteSettings: { DetailedMetricsEnabled: false, ...settings.DefaultRouteSettings },
    Tags: checkedTags({}, settings.Tags ?? {}),
    createdAt: now,
    updatedAt: now,
  };
  checkStage(context, apiId, stage);
  checkDeploymentOf(context, apiId, settings);
  putStage(context, apiId, stage);
  if (stage.AutoDeploy === true) autoDeploy(context, apiId);
  return requireStage(context, apiId, stage.StageName);
}
