/** The operations of cost monitors. Nothing is monitored: the embedded cloud has no bills. */
import { notImplemented } from '../../cloud/aws-error.ts';
import { checkMembers } from '../../cloud/constraints.ts';
import type { Expression } from '../../models/ce.ts';
import { checkTags, findMonitor, invalid, monitorsOf, newArn, page, subscriptionsOf } from './model.ts';
import { operation } from './operation.ts';

/** AWS's page of questions has this figure for custom monitors (docs/aws/cost-anomalies.md). */
const MOST_MONITORS = 500;
const MOST_VALUES = 10;

export const createAnomalyMonitor = operation(
  'CreateAnomalyMonitor',
  ({ AnomalyMonitor, ResourceTags: tags = [] }, context) => {
    const { MonitorName, MonitorType, MonitorSpecification } = AnomalyMonitor;
    checkTags(tags);
    if (MonitorType !== 'CUSTOM') throw notImplemented(`A cost monitor with MonitorType ${MonitorType}`);
    if (AnomalyMonitor.MonitorDimension !== undefined)
      throw invalid('MonitorDimension must not be set for a CUSTOM monitor.');
    const specification = checkSpecification(MonitorSpecification);
    const monitors = monitorsOf(context);
    if (monitors.size >= MOST_MONITORS) throw invalid('Limit exceeded on custom spend monitor creation');
    const MonitorArn = newArn('monitor', context);
    const now = timestamp(context.cloud.clock.now());
    monitors.put(MonitorArn, {
      MonitorArn,
      MonitorName,
      MonitorType,
      MonitorSpecification: specification,
      CreationDate: now,
      LastUpdatedDate: now,
      tags,
    });
    return { MonitorArn };
  },
);

export const getAnomalyMonitors = operation(
  'GetAnomalyMonitors',
  ({ MonitorArnList, MaxResults, NextPageToken }, context) => {
    const found = MonitorArnList?.map((arn) => findMonitor(arn, context)) ?? monitorsOf(context).values();
    const { items, next } = page(found, MaxResults, NextPageToken);
    return { AnomalyMonitors: items.map(({ tags: _, ...monitor }) => monitor), NextPageToken: next };
  },
);

export const updateAnomalyMonitor = operation('UpdateAnomalyMonitor', ({ MonitorArn, MonitorName }, context) => {
  const monitor = findMonitor(MonitorArn, context);
  monitorsOf(context).put(MonitorArn, {
    ...monitor,
    MonitorName: MonitorName ?? monitor.MonitorName,
    LastUpdatedDate: timestamp(context.cloud.clock.now()),
  });
  return { MonitorArn };
});

export const deleteAnomalyMonitor = operation('DeleteAnomalyMonitor', ({ MonitorArn }, context) => {
  findMonitor(MonitorArn, context);
  monitorsOf(context).delete(MonitorArn);
  // AWS does not document what becomes of the subscriptions. Here they stay, so that a test finds them.
  for (const subscription of subscriptionsOf(context).values()) {
    const MonitorArnList = subscription.MonitorArnList.filter((arn) => arn !== MonitorArn);
    subscriptionsOf(context).put(subscription.SubscriptionArn, { ...subscription, MonitorArnList });
  }
});

/** The SDK's types allow three forms for a CUSTOM monitor: linked accounts, tags and cost categories. */
function checkSpecification(specification: Expression | undefined): Expression {
  const [root, ...more] = Object.keys(specification ?? {});
  if (root === undefined || more.length > 0) throw invalid('A CUSTOM monitor needs one root in MonitorSpecification.');
  if (root === 'Dimensions' || root === 'CostCategories')
    throw notImplemented(`A cost monitor with MonitorSpecification.${root}`);
  if (root !== 'Tags') throw invalid(`MonitorSpecification does not support ${root}.`);
  const { Key, Values } = specification?.Tags ?? {};
  checkMembers('ValidationException', [
    ['anomalyMonitor.monitorSpecification.tags.key', Key, { required: true }],
    ['anomalyMonitor.monitorSpecification.tags.values', Values, { required: true, minLength: 1 }],
  ]);
  if ((Values ?? []).length > MOST_VALUES)
    throw invalid(`A CUSTOM monitor has at most ${MOST_VALUES} values of a tag.`);
  return specification ?? {};
}

/** `2026-11-30T10:15:00Z` */
const timestamp = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
