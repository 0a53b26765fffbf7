/** CreateApi. With a target, it also creates a route, its integration and a stage (quick create). */
import { checkedTags } from '../../apigateway/tags/checked-tags.ts';
import { newApiId } from '../identifiers.ts';
import { operation } from '../operation.ts';
import { apis, definitions, EMPTY_DEFINITION } from '../state.ts';
import { API_KEY_SELECTION, apiEndpoint, checkApi, ROUTE_SELECTION } from './api-rules.ts';
import { apiView } from './api-view.ts';
import { quickCreate } from './quick-create.ts';

export const createApi = operation('CreateApi', ({ RouteKey, Target, CredentialsArn, ...settings }, context) => {
  checkApi(settings);
  const ApiId = newApiId(context);
  const api = {
    ApiKeySelectionExpression: API_KEY_SELECTION,
    RouteSelectionExpression: ROUTE_SELECTION,
    DisableExecuteApiEndpoint: false,
    IpAddressType: 'ipv4' as const,
    ...settings,
    ApiId,
    ApiEndpoint: apiEndpoint(context, ApiId),
    Tags: checkedTags({}, settings.Tags ?? {}),
    createdAt: context.cloud.clock.now(),
  };
  const quick = Target === undefined ? undefined : quickCreate(context, { RouteKey, Target, CredentialsArn });
  apis(context).put(ApiId, api);
  definitions(context).put(ApiId, quick?.definition ?? EMPTY_DEFINITION);
  quick?.addStage(ApiId);
  return apiView(api);
});
