/** The resources that settings ask for, one function each (`src/config/optional-settings.ts`). Pure. */
import type { AnomalyMonitorShape } from '../aws/kinds/anomaly-monitor/shape.ts';
import type { BudgetShape } from '../aws/kinds/budget/shape.ts';
import type { StageConfig } from '../config/config.ts';
import type { Resource } from '../engine/resource.ts';
import { isTopicArn } from '../naming/alarm-recipients.ts';
import { anomalyMonitorName, budgetName } from '../naming/names.ts';
import type { Tags } from '../naming/tags.ts';
import { dashboardResources } from './dashboard.ts';

export function optionalResources(config: StageConfig, tags: Tags): Resource[] {
  return [...dashboardResources(config, tags), ...budgetResources(config, tags), ...anomalyResources(config, tags)];
}

function budgetResources(config: StageConfig, tags: Tags): Resource<BudgetShape>[] {
  if (!config.budget) return [];
  return [{ id: 'budget', kind: 'budget', name: budgetName(config), properties: { ...config.budget, tags } }];
}

function anomalyResources(config: StageConfig, tags: Tags): Resource<AnomalyMonitorShape>[] {
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
