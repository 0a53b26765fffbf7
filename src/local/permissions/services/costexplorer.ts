/** Actions and resources of Cost Explorer (Service Authorization Reference, "AWS Cost Explorer Service"). */
import { type PermissionsOf, textOf } from '../../authorization/permission.ts';
import { tagKeys, withTagging } from '../../authorization/tag-keys.ts';
import type { Tag } from '../../cloud/tag-list.ts';
import { monitorsOf, subscriptionsOf } from '../../services/costexplorer/model.ts';

/**
 * A caller who may list may list everything, so that listing needs all resources of a kind. A resource that is created
 * has no ARN yet, and is allowed in the same way (docs/aws/cost-anomalies.md).
 */
export const costExplorerPermissions: PermissionsOf = (operation, input, context) => {
  const arn = textOf(
    input.ResourceArn ?? (/^(Update|Delete)/.test(operation) && (input.MonitorArn ?? input.SubscriptionArn)),
  );
  const kind = operation.includes('Subscription') ? 'anomalysubscription' : 'anomalymonitor';
  const resource = arn || `arn:aws:ce::${context.account}:${kind}/*`;
  const stored = monitorsOf(context).get(arn) ?? subscriptionsOf(context).get(arn);
  const keys = () => tagKeys(input, asRecord(stored?.tags));
  const needed = { action: `ce:${operation}`, resource, keys };
  // Assumed (docs/aws/cost-anomalies.md).
  return operation.startsWith('Create') ? withTagging(input, needed, 'ce:TagResource') : [needed];
};

const asRecord = (tags: readonly Tag[] = []) => Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
