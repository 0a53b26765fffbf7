/** DeleteApi: also deletes the definition, stages and deployments. */
import { authorizerResets } from '../../../state/http-apis/model.ts';
import { operation } from '../operation.ts';
import { apis, definitions, deleteOfApi, deployments, requireApi, stages } from '../state.ts';

export const deleteApi = operation('DeleteApi', ({ ApiId }, context) => {
  requireApi(context, ApiId);
  deleteOfApi(stages(context), ApiId);
  deleteOfApi(authorizerResets(context.cloud, context), ApiId);
  deleteOfApi(deployments(context), ApiId);
  definitions(context).delete(ApiId);
  apis(context).delete(ApiId);
});
