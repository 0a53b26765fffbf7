/** Describes the kind `anomaly-monitor`. */
import { anomalyMonitorName } from '../../../naming/names.ts';
import type { KindDefinition } from '../definition.ts';
import { anomalyMonitorKind } from './anomaly-monitor.ts';
import type { AnomalyMonitorShape } from './shape.ts';

/**
 * It has no search: AWS bills each request, and most stages never had a monitor. `anomalies: false` says that there
 * may be one.
 */
export const anomalyMonitor: KindDefinition<AnomalyMonitorShape> = {
  kind: 'anomaly-monitor',
  plural: 'cost monitors',
  create: anomalyMonitorKind,
  former: {
    properties: ({ tags }) => ({ threshold: 0, notify: [], frequency: 'daily', tags }),
    id: () => 'anomaly-monitor',
    name: (owner, partition) => (partition === 'aws' ? anomalyMonitorName(owner) : undefined),
  },
};
