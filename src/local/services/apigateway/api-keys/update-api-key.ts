/** UpdateApiKey: updates everything but the value, which never changes (docs/aws/usage-plans.md). */
import { operation } from '../../../cloud/operation.ts';
import type { ApiKey } from '../../../state/apis/model.ts';
import { type Members, requiredText } from '../members.ts';
import { applyPatch } from '../patch/patch.ts';
import { listingPaths } from '../patch/refusals.ts';
import { flagField, textField } from '../patch/rules.ts';
import { apiKeys, nowSeconds, requireApiKey } from '../state.ts';
import { checkedKeyDescription, checkedKeyName } from './api-key-values.ts';
import { apiKeyView } from './api-key-view.ts';

const table = listingPaths<ApiKey>([
  textField('description'),
  flagField('enabled'),
  textField('name'),
  textField('customerId'),
]);

export const updateApiKey = operation({
  name: 'UpdateApiKey',
  http: 'PATCH /apikeys/{apiKey}',
  run(input: Members, context) {
    const key = requireApiKey(context, requiredText(input, 'apiKey'));
    const patched = applyPatch(table, key, input);
    checkedKeyName(patched.name);
    checkedKeyDescription(patched.description);
    const updated = { ...patched, lastUpdatedDate: nowSeconds(context) };
    apiKeys(context).put(key.id, updated);
    return apiKeyView(updated, { emptyTags: true });
  },
});
