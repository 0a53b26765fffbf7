import {
  CreateAnomalyMonitorCommand,
  CreateAnomalySubscriptionCommand,
  GetAnomalyMonitorsCommand,
  GetAnomalySubscriptionsCommand,
} from '@aws-sdk/client-cost-explorer';
import {
  describedSettings,
  monitoredBy,
  ofApp,
  subscriptionInput,
} from '../../../src/aws/kinds/anomaly-monitor/anomaly-settings.ts';
import { toTagList } from '../../../src/aws/ownership/ownership.ts';
import { CouldNotTell, type Probe } from '../probe.ts';

const TAGS = { 'apikit:app': 'truth', 'apikit:stage': 'truth' };
const WANTED = { threshold: 7.5, frequency: 'weekly', notify: ['truth@example.com'] } as const;

export const probe: Probe = {
  id: 'cost-monitor',
  title: 'A custom monitor accepts a tag key without user:, and returns it unchanged; a threshold keeps its number.',
  cost: 'requests to Cost Explorer, USD 0.01 each: ten at most, and one for a sweep',
  expected: { monitors: { 'apikit:app': ['truth'] }, prefixed: false, subscription: WANTED },
  async run(world) {
    const client = await world.clients.costExplorer();
    const ResourceTags = toTagList({ ...world.tags });
    const AnomalyMonitor = {
      MonitorName: world.name('monitor'),
      MonitorType: 'CUSTOM' as const,
      MonitorSpecification: ofApp(TAGS),
    };
    const { MonitorArn = '' } = await client
      .send(new CreateAnomalyMonitorCommand({ AnomalyMonitor, ResourceTags }))
      .catch((error: Error) => {
        throw new CouldNotTell(`AWS creates monitors by tags in the management account only: ${error.message}`);
      });
    world.made('cost-monitor', MonitorArn);
    const AnomalySubscription = {
      SubscriptionName: world.name('subscription'),
      MonitorArnList: [MonitorArn],
      ...subscriptionInput({ ...WANTED, notify: [...WANTED.notify], tags: TAGS }),
    };
    const subscribed = await client.send(new CreateAnomalySubscriptionCommand({ AnomalySubscription, ResourceTags }));
    world.made('cost-subscription', String(subscribed.SubscriptionArn));
    const { AnomalyMonitors = [] } = await client.send(new GetAnomalyMonitorsCommand({ MonitorArnList: [MonitorArn] }));
    const { AnomalySubscriptions = [] } = await client.send(new GetAnomalySubscriptionsCommand({ MonitorArn }));
    const specification = AnomalyMonitors[0]?.MonitorSpecification;
    return {
      monitors: monitoredBy(specification),
      prefixed: specification?.Tags?.Key?.startsWith('user:') ?? false,
      subscription: AnomalySubscriptions[0] ? describedSettings(AnomalySubscriptions[0]) : null,
    };
  },
};
