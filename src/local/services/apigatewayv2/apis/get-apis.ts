/** GetApi and GetApis. */
import { operation } from '../operation.ts';
import { page } from '../page.ts';
import { apis, requireApi } from '../state.ts';
import { apiView } from './api-view.ts';

export const getApi = operation('GetApi', ({ ApiId }, context) => apiView(requireApi(context, ApiId)));

export const getApis = operation('GetApis', (input, context) => {
  const { items, next } = page(apis(context).values(), input);
  return { Items: items.map(apiView), ...(next !== undefined && { NextToken: next }) };
});
