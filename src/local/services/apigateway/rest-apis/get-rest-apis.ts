/** GetRestApi and GetRestApis. */
import { operation } from '../../../cloud/operation.ts';
import { type Members, requiredText } from '../members.ts';
import { page } from '../paging.ts';
import { requireApi, restApis } from '../state.ts';
import { restApiView, statusOf } from './rest-api-view.ts';

export const getRestApi = operation({
  name: 'GetRestApi',
  http: 'GET /restapis/{restApiId}',
  run(input: Members, context) {
    const api = requireApi(context, requiredText(input, 'restApiId'));
    return restApiView(api, { emptyTags: true, ...statusOf(context, api) });
  },
});

export const getRestApis = operation({
  name: 'GetRestApis',
  http: 'GET /restapis',
  run(input: Members, context) {
    const { item, ...position } = page(restApis(context).values(), (api) => api.id, input);
    return { item: item.map((api) => restApiView(api, statusOf(context, api))), ...position };
  },
});
