/** The cost monitors and subscriptions of an account, as they are stored. They belong to no region. */
import { AwsError } from '../../cloud/aws-error.ts';
import { checkMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { type Page, pagesOf } from '../../cloud/page.ts';
import type { Tag } from '../../cloud/tag-list.ts';
import type { AnomalyMonitor, AnomalySubscription } from '../../models/ce.ts';
import type { Collection } from '../../storage/store.ts';

export interface StoredMonitor extends AnomalyMonitor {
  readonly MonitorArn: string;
  readonly tags: readonly Tag[];
}

export interface StoredSubscription extends AnomalySubscription {
  readonly SubscriptionArn: string;
  readonly tags: readonly Tag[];
}

/** Keyed by ARN. */
export const monitorsOf = (context: OperationContext): Collection<StoredMonitor> =>
  context.globalCollection<StoredMonitor>('ce.monitors');

/** Keyed by ARN. */
export const subscriptionsOf = (context: OperationContext): Collection<StoredSubscription> =>
  context.globalCollection<StoredSubscription>('ce.subscriptions');

export const newArn = (kind: 'monitor' | 'subscription', { account, cloud }: OperationContext): string =>
  `arn:aws:ce::${account}:anomaly${kind}/${cloud.ids.uuid()}`;

export const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

const MOST_TAGS = 50;

/** Throws TooManyTagsException. */
export function checkTags(tags: readonly Tag[]): void {
  if (tags.length > MOST_TAGS) throw new AwsError('TooManyTagsException', `A resource has at most ${MOST_TAGS} tags.`);
}

/** Throws UnknownMonitorException. */
export function findMonitor(arn: string, context: OperationContext): StoredMonitor {
  const found = monitorsOf(context).get(arn);
  if (!found) throw new AwsError('UnknownMonitorException', `Unable to find the monitor ${arn}.`);
  return found;
}

/** Throws UnknownSubscriptionException. */
export function findSubscription(arn: string, context: OperationContext): StoredSubscription {
  const found = subscriptionsOf(context).get(arn);
  if (!found) throw new AwsError('UnknownSubscriptionException', `Unable to find the subscription ${arn}.`);
  return found;
}

/** AWS does not say how many items a page has without `MaxResults`. */
const PAGE = 50;

const pages = pagesOf(() => new AwsError('InvalidNextTokenException', 'The pagination token is invalid.'));

/** Throws ValidationException, InvalidNextTokenException. */
export function page<T>(items: readonly T[], most = PAGE, token?: string): Page<T> {
  checkMembers('ValidationException', [['maxResults', most, { min: 1 }]]);
  return pages(items, most, token);
}
