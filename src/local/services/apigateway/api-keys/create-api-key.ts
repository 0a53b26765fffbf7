/** CreateApiKey: the key is disabled by default, and its value is generated if none is given. */
import { notImplemented } from '../../../cloud/aws-error.ts';
import { operation } from '../../../cloud/operation.ts';
import type { ApiKey } from '../../../state/apis/model.ts';
import { newApiKeyValue, newLongId } from '../identifiers.ts';
import { compact, flag, type Members, nonEmpty, structures, text, textMap } from '../members.ts';
import { apiKeys, nowSeconds } from '../state.ts';
import { checkedTags } from '../tags/checked-tags.ts';
import { checkedKeyDescription, checkedKeyName, checkedKeyValue, refuseKnownValue } from './api-key-values.ts';
import { apiKeyView } from './api-key-view.ts';

export const createApiKey = operation({
  name: 'CreateApiKey',
  http: 'POST /apikeys',
  status: 201,
  run(input: Members, context) {
    // Usage plans replaced this in 2016, and it would allow a key without a plan.
    if (structures(input, 'stageKeys')?.length) throw notImplemented('CreateApiKey with stageKeys');
    const asked = nonEmpty(text(input, 'value'));
    const tags = textMap(input, 'tags');
    const now = nowSeconds(context);
    const key: ApiKey = compact({
      id: newLongId(context),
      value: asked === undefined ? newApiKeyValue(context) : checkedKeyValue(asked),
      name: checkedKeyName(text(input, 'name')),
      customerId: nonEmpty(text(input, 'customerId')),
      description: checkedKeyDescription(text(input, 'description')),
      enabled: flag(input, 'enabled') ?? false,
      createdDate: now,
      lastUpdatedDate: now,
      stageKeys: [],
      tags: tags && checkedTags({}, tags),
    });
    refuseKnownValue(context, key.value);
    apiKeys(context).put(key.id, key);
    context.cloud.transitions.begin(context, 'apiKey', key.id);
    return apiKeyView(key, { value: true });
  },
});
