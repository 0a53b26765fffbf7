/** UpdateApi and DeleteCorsConfiguration. */
import { notImplemented } from '../../../cloud/aws-error.ts';
import { autoDeploy } from '../deployments/auto-deploy.ts';
import { operation } from '../operation.ts';
import { apis, requireApi } from '../state.ts';
import { checkApi } from './api-rules.ts';
import { apiView } from './api-view.ts';

export const updateApi = operation('UpdateApi', ({ ApiId, RouteKey, Target, CredentialsArn, ...given }, context) => {
  const before = requireApi(context, ApiId);
  if ((RouteKey ?? Target ?? CredentialsArn) !== undefined) {
    throw notImplemented('API Gateway v2 UpdateApi with RouteKey, Target or CredentialsArn (quick create)');
  }
  checkApi(given);
  const api = { ...before, ...given };
  apis(context).put(ApiId, api);
  if ((given.CorsConfiguration ?? given.DisableExecuteApiEndpoint) !== undefined) autoDeploy(context, ApiId);
  return apiView(api);
});

export const deleteCorsConfiguration = operation('DeleteCorsConfiguration', ({ ApiId }, context) => {
  const { CorsConfiguration: _, ...api } = requireApi(context, ApiId);
  apis(context).put(ApiId, api);
  autoDeploy(context, ApiId);
});
