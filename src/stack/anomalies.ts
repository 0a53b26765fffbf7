/** The cost monitor of a stage, if `anomalies` asks for one. Pure. */
import type { AnomalyMonitorShape } from '../aws/kinds/anomaly-monitor/shape.ts';
import type { StageConfig } from '../config/config.ts';
import type { Resource } from '../engine/resource.ts';
import { isTopicArn } from '../naming/alarm-recipients.ts';
import { anomalyMonitorName } from '../naming/names.ts';
import type { Tags } from '../naming/tags.ts';

export function anomalyResources(config: StageConfig, tags: Tags): Resource<AnomalyMonitorShape>[] {
  if (!config.anomalies) return [];
  const { threshold, notify, frequency = notify.some(isTopicArn) ? 'immediate' : 'daily' } = config.anomalies;
  return [
    {
      id: 'anomaly-monitor',
      kind: 'anomaly-monitor',
      name: anomalyMonitorName(config),
      properties: { threshold, notify, frequency, tags },
    },
  ];
}
