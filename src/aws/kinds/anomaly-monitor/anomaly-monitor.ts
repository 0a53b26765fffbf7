/**
 * Kind `anomaly-monitor`: a monitor of AWS Cost Anomaly Detection with its subscription
 * (docs/aws/cost-anomalies.md). AWS chooses their IDs and lets several have one name, so the kind finds the monitor by
 * name and tags, and the subscription by name and monitor. AWS bills requests to Cost Explorer, so a read makes three.
 */
import type { AnomalyMonitor, AnomalySubscription, CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import type { Kind, KindContext, Observed, Resource } from '../../../engine/resource.ts';
import { ApikitError } from '../../../errors.ts';
import { APP_TAG, STAGE_TAG, type Tags } from '../../../naming/tags.ts';
import { anyCostMonitor, requestTagsMatchNew, resourceTagsMatch } from '../../arns/own-arns.ts';
import { fromTagList, owns, tagChanges, toTagList } from '../../ownership/ownership.ts';
import { createOnce } from '../../sdk/create-once.ts';
import { errorMessage, isAwsError, undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { isDuplicate, isStillDuplicate } from '../duplicate.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { describedSettings, monitoredBy, ofApp, subscriptionInput, wantedSettings } from './anomaly-settings.ts';
import type { AnomalyMonitorShape } from './shape.ts';

type Monitor = Observed<AnomalyMonitorShape>;
type Wanted = Resource<AnomalyMonitorShape>;

const GONE = ['UnknownMonitorException', 'UnknownSubscriptionException'];

const CANNOT_CHANGE =
  'AWS cannot change what a monitor monitors. Delete the monitor in the Cost Anomaly Detection console; the next deploy creates another one.';

export function anomalyMonitorKind({ clients, clock }: KindDependencies): Kind<AnomalyMonitorShape> {
  async function find(resource: Wanted): Promise<Monitor | undefined> {
    const client = await clients.costExplorer();
    const named = (await allMonitors(client)).filter(({ MonitorName }) => MonitorName === resource.name).sort(byAge);
    const tagged = await Promise.all(
      named.map(async (monitor) => ({ monitor, tags: await tagsOf(client, String(monitor.MonitorArn)) })),
    );
    const present = tagged.flatMap(({ monitor, tags }) => (tags ? [{ monitor, tags }] : []));
    const ours = present.filter(({ tags }) => owns(resource.properties.tags, tags));
    const [chosen = present[0], ...others] = ours;
    if (!chosen) return undefined;
    const own = await subscriptionsOf(client, String(chosen.monitor.MonitorArn), resource.name);
    return {
      ...observedAs(resource, chosen.monitor, chosen.tags, own),
      ...(others.length > 0 && {
        duplicates: others.map(({ monitor, tags }) => observedAs(resource, monitor, tags, [])),
      }),
    };
  }

  async function create(client: CostExplorerClient, resource: Wanted, { note, signal }: KindContext): Promise<Monitor> {
    const { tags } = resource.properties;
    const monitor: AnomalyMonitor = {
      MonitorName: resource.name,
      MonitorType: 'CUSTOM',
      MonitorSpecification: ofApp(tags),
    };
    const { CreateAnomalyMonitorCommand } = await import('@aws-sdk/client-cost-explorer');
    const command = new CreateAnomalyMonitorCommand({ AnomalyMonitor: monitor, ResourceTags: toTagList(tags) });
    const created = await createOnce<Monitor>(command, {
      async send() {
        const { MonitorArn } = await client.send(command);
        return observedAs(resource, { ...monitor, MonitorArn }, tags, []);
      },
      async find() {
        const found = await find(resource);
        return found?.owned ? found : undefined;
      },
      clock,
      signal,
    }).catch((error: unknown) => {
      throw isAwsError(error, 'ValidationException') ? rejected(resource.name, error) : error;
    });
    note(`activate ${APP_TAG} as a cost allocation tag in the billing console, or it monitors no costs`);
    return created;
  }

  async function createSubscription(
    client: CostExplorerClient,
    resource: Wanted,
    monitorArn: string,
    { signal }: KindContext,
  ): Promise<void> {
    const desired = resource.properties;
    const { [APP_TAG]: app = '', [STAGE_TAG]: stage = '' } = desired.tags;
    const { CreateAnomalySubscriptionCommand } = await import('@aws-sdk/client-cost-explorer');
    const command = new CreateAnomalySubscriptionCommand({
      AnomalySubscription: {
        SubscriptionName: resource.name,
        MonitorArnList: [monitorArn],
        ...subscriptionInput(desired),
      },
      // The permission to change a subscription depends on these two, which never change and need no comparison.
      ResourceTags: toTagList({ [APP_TAG]: app, [STAGE_TAG]: stage }),
    });
    await createOnce<unknown>(command, {
      send: () => client.send(command),
      find: async () => (await subscriptionsOf(client, monitorArn, resource.name))[0],
      clock,
      signal,
    });
  }

  async function sync(client: CostExplorerClient, resource: Wanted, present: Monitor, context: KindContext) {
    const desired = resource.properties;
    const arn = String(present.attributes.arn);
    const { tags, monitors: _, subscriptions, ...had } = present.properties;
    const { set, remove } = tagChanges(desired.tags, tags);
    const { TagResourceCommand, UntagResourceCommand, UpdateAnomalySubscriptionCommand } = await import(
      '@aws-sdk/client-cost-explorer'
    );
    if (Object.keys(set).length > 0)
      await client.send(new TagResourceCommand({ ResourceArn: arn, ResourceTags: toTagList(set) }));
    if (remove.length > 0) await client.send(new UntagResourceCommand({ ResourceArn: arn, ResourceTagKeys: remove }));
    if (subscriptions === 0) return await createSubscription(client, resource, arn, context);
    const differs = diffFields(wantedSettings(desired), had).length > 0;
    if (!differs && subscriptions === 1) return;
    const [first, ...more] = await subscriptionsOf(client, arn, resource.name);
    if (!first) return await createSubscription(client, resource, arn, context);
    if (differs) {
      const { SubscriptionArn } = first;
      await client.send(new UpdateAnomalySubscriptionCommand({ SubscriptionArn, ...subscriptionInput(desired) }));
    }
    await deleteSubscriptions(client, more);
  }

  return {
    kind: 'anomaly-monitor',
    rights: [
      {
        actions: ['ce:GetAnomalyMonitors', 'ce:GetAnomalySubscriptions', 'ce:ListTagsForResource'],
        on: anyCostMonitor,
      },
      {
        actions: ['ce:CreateAnomalyMonitor', 'ce:CreateAnomalySubscription', 'ce:TagResource'],
        on: anyCostMonitor,
        when: requestTagsMatchNew,
      },
      {
        actions: [
          'ce:UpdateAnomalySubscription',
          'ce:DeleteAnomalySubscription',
          'ce:DeleteAnomalyMonitor',
          'ce:TagResource',
          'ce:UntagResource',
        ],
        on: anyCostMonitor,
        when: resourceTagsMatch,
      },
    ],
    readsBy: [],
    read: find,
    diff(resource, { properties }) {
      const desired = resource.properties;
      const wanted = { ...wantedSettings(desired), monitors: monitoredBy(ofApp(desired.tags)), tags: desired.tags };
      return diffFields({ ...wanted, subscriptions: 1 }, properties).map((change) =>
        change.path.startsWith('monitors') ? { ...change, replace: true, instead: CANNOT_CHANGE } : change,
      );
    },
    async apply(resource, observed, context) {
      const client = await clients.costExplorer();
      const present = observed ?? (await create(client, resource, context));
      await sync(client, resource, present, context);
      const desired = resource.properties;
      const properties = { ...present.properties, ...wantedSettings(desired), subscriptions: 1, tags: desired.tags };
      return { ...present, properties, owned: true };
    },
    async remove(resource, observed) {
      if (isDuplicate(resource) && !isStillDuplicate(resource, observed, await find(resource))) return;
      const client = await clients.costExplorer();
      const MonitorArn = String(observed.attributes.arn);
      // The monitor is how a later run finds the subscription, so it goes last.
      await deleteSubscriptions(client, await subscriptionsOf(client, MonitorArn, resource.name));
      const { DeleteAnomalyMonitorCommand } = await import('@aws-sdk/client-cost-explorer');
      await undefinedIfNotFound(client.send(new DeleteAnomalyMonitorCommand({ MonitorArn })), ...GONE);
    },
  };
}

function observedAs(
  { name, properties }: Wanted,
  { MonitorArn: arn = '', MonitorSpecification }: Partial<AnomalyMonitor>,
  tags: Tags,
  own: readonly AnomalySubscription[],
): Monitor {
  return {
    attributes: { arn, id: arn.slice(arn.lastIndexOf('/') + 1), name },
    properties: {
      monitors: monitoredBy(MonitorSpecification),
      ...(own[0] && describedSettings(own[0])),
      subscriptions: own.length,
      tags,
    },
    owned: owns(properties.tags, tags),
  };
}

async function allMonitors(client: CostExplorerClient): Promise<AnomalyMonitor[]> {
  const found: AnomalyMonitor[] = [];
  let NextPageToken: string | undefined;
  const { GetAnomalyMonitorsCommand } = await import('@aws-sdk/client-cost-explorer');
  do {
    const page = await client.send(new GetAnomalyMonitorsCommand({ NextPageToken }));
    found.push(...(page.AnomalyMonitors ?? []));
    NextPageToken = page.NextPageToken;
  } while (NextPageToken);
  return found;
}

/** Returns the subscriptions of the monitor that have this name. Those with other names belong to somebody else. */
async function subscriptionsOf(
  client: CostExplorerClient,
  MonitorArn: string,
  name: string,
): Promise<AnomalySubscription[]> {
  const found: AnomalySubscription[] = [];
  let NextPageToken: string | undefined;
  const { GetAnomalySubscriptionsCommand } = await import('@aws-sdk/client-cost-explorer');
  do {
    const page = await client.send(new GetAnomalySubscriptionsCommand({ MonitorArn, NextPageToken }));
    found.push(...(page.AnomalySubscriptions ?? []));
    NextPageToken = page.NextPageToken;
  } while (NextPageToken);
  return found.filter(({ SubscriptionName }) => SubscriptionName === name);
}

/** Returns `undefined` if the monitor has been deleted meanwhile. */
async function tagsOf(client: CostExplorerClient, ResourceArn: string): Promise<Tags | undefined> {
  const { ListTagsForResourceCommand } = await import('@aws-sdk/client-cost-explorer');
  const found = await undefinedIfNotFound(client.send(new ListTagsForResourceCommand({ ResourceArn })));
  return found && fromTagList(found.ResourceTags);
}

async function deleteSubscriptions(
  client: CostExplorerClient,
  subscriptions: readonly AnomalySubscription[],
): Promise<void> {
  const { DeleteAnomalySubscriptionCommand } = await import('@aws-sdk/client-cost-explorer');
  for (const { SubscriptionArn } of subscriptions)
    await undefinedIfNotFound(client.send(new DeleteAnomalySubscriptionCommand({ SubscriptionArn })), ...GONE);
}

/** The oldest comes first. */
function byAge(a: AnomalyMonitor, b: AnomalyMonitor): number {
  const key = ({ CreationDate = '', MonitorArn = '' }: AnomalyMonitor) => `${CreationDate} ${MonitorArn}`;
  return key(a) < key(b) ? -1 : 1;
}

function rejected(name: string, cause: unknown): ApikitError {
  return new ApikitError(
    'MonitorRejected',
    `AWS Cost Anomaly Detection did not create the monitor ${name}: ${errorMessage(cause)}`,
    {
      hint: 'AWS creates monitors by tags only in the management account of an organization, and at most 500 of them. Deploy this stage there, or take anomalies out of apikit.yaml.',
      cause,
    },
  );
}
