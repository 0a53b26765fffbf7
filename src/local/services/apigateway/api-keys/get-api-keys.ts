/** GetApiKey, GetApiKeys (newest first) and DeleteApiKey. */
import { operation } from '../../../cloud/operation.ts';
import { flag, type Members, requiredText, text } from '../members.ts';
import { page } from '../paging.ts';
import { apiKeys, requireApiKey, usagePlanKeys } from '../state.ts';
import { apiKeyView } from './api-key-view.ts';

export const getApiKey = operation({
  name: 'GetApiKey',
  http: 'GET /apikeys/{apiKey}',
  run(input: Members, context) {
    const key = requireApiKey(context, requiredText(input, 'apiKey'));
    return apiKeyView(key, { value: flag(input, 'includeValue') ?? false, emptyTags: true });
  },
});

export const getApiKeys = operation({
  name: 'GetApiKeys',
  http: 'GET /apikeys',
  run(input: Members, context) {
    const prefix = text(input, 'nameQuery') ?? '';
    const customerId = text(input, 'customerId');
    const keys = apiKeys(context)
      .values()
      .reverse()
      .filter((key) => (key.name ?? '').startsWith(prefix))
      .filter((key) => customerId === undefined || key.customerId === customerId);
    const { item, ...position } = page(keys, (key) => key.id, input);
    const value = flag(input, 'includeValues') ?? false;
    const withoutTags = context.cloud.options.keysListedWithoutTags;
    const shown = item.map(({ tags, ...key }) => (withoutTags || !tags ? key : { ...key, tags }));
    return { item: shown.map((key) => apiKeyView(key, { value })), ...position };
  },
});

export const deleteApiKey = operation({
  name: 'DeleteApiKey',
  http: 'DELETE /apikeys/{apiKey}',
  status: 202,
  run(input: Members, context) {
    const { id } = requireApiKey(context, requiredText(input, 'apiKey'));
    for (const member of usagePlanKeys(context).keys()) {
      if (member.endsWith(`/${id}`)) usagePlanKeys(context).delete(member);
    }
    apiKeys(context).delete(id);
  },
});
