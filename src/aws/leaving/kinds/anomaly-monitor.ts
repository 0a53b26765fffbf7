/** How a cost monitor leaves. Its subscription stays. */
import { ofApp } from '../../kinds/anomaly-monitor/anomaly-settings.ts';
import type { AnomalyMonitorShape } from '../../kinds/anomaly-monitor/shape.ts';
import { toTagList } from '../../ownership/ownership.ts';
import { json, type Leaving, type LeftBehind, type Live } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

export const anomalyMonitor: Leaving<AnomalyMonitorShape> = {
  cloudFormation(live) {
    const { id, name, properties } = live.resource;
    return [
      {
        logicalId: logicalId(id),
        type: 'AWS::CE::AnomalyMonitor',
        properties: {
          MonitorName: name,
          MonitorType: 'CUSTOM',
          MonitorSpecification: JSON.stringify(ofApp(properties.tags)),
          ResourceTags: toTagList(properties.tags),
        },
        identifier: { MonitorArn: live.attributes.arn },
      },
      subscriptionOf(live),
    ];
  },

  terraform(live) {
    const { id, name, properties } = live.resource;
    return [
      {
        type: 'aws_ce_anomaly_monitor',
        name: terraformName(id),
        body: {
          name,
          monitor_type: 'CUSTOM',
          monitor_specification: json(ofApp(properties.tags)),
          tags: properties.tags,
        },
        importId: live.attributes.arn,
      },
      subscriptionOf(live),
    ];
  },
};

function subscriptionOf({ resource }: Live<AnomalyMonitorShape>): LeftBehind {
  return {
    what: `the subscription of the cost monitor ${resource.name}`,
    why: 'It is found by its monitor, and has no name that identifies it.',
    instead: 'It stays, and goes on to send mails. Import it by the ARN that the Cost Explorer console shows.',
  };
}
