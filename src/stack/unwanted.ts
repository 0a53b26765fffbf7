/** The resources that apikit.yaml says there are none of: a deploy removes one that is there. Pure. */
import type { StageConfig } from '../config/config.ts';
import type { Resource } from '../engine/resource.ts';
import { anomalyMonitorName, budgetName, dashboardName } from '../naming/names.ts';

export function unwanted(config: StageConfig, partition: string): Pick<Resource, 'kind' | 'name'>[] {
  const { dashboard, budget, anomalies } = config;
  // apikit creates budgets and cost monitors in the partition `aws` only.
  const billed = partition === 'aws';
  return [
    ...(dashboard === false ? [{ kind: 'dashboard', name: dashboardName(config) }] : []),
    ...(budget === false && billed ? [{ kind: 'budget', name: budgetName(config) }] : []),
    ...(anomalies === false && billed ? [{ kind: 'anomaly-monitor', name: anomalyMonitorName(config) }] : []),
  ];
}
