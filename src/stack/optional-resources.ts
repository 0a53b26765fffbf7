/** The resources that settings ask for, one function each (`src/config/optional-settings.ts`). Pure. */
import type { AnomalyMonitorShape } from '../aws/kinds/anomaly-monitor/shape.ts';
import type { BudgetShape } from '../aws/kinds/budget/shape.ts';
import type { ProvisionedConcurrencyShape } from '../aws/kinds/provisioned-concurrency/provisioned-concurrency.ts';
import type { StageConfig } from '../config/config.ts';
import type { Resource } from '../engine/resource.ts';
import { isTopicArn } from '../naming/alarm-recipients.ts';
import { anomalyMonitorName, budgetName, functionName } from '../naming/names.ts';
import type { Tags } from '../naming/tags.ts';
import { dashboardResources } from './dashboard.ts';
import { ref } from './ids.ts';
import { wafResources } from './waf.ts';

export function optionalResources(config: StageConfig, tags: Tags): Resource[] {
  return [
    ...dashboardResources(config, tags),
    ...budgetResources(config, tags),
    ...anomalyResources(config, tags),
    ...wafResources(config, tags),
  ];
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

/** The ID of the provisioned concurrency, which the stage waits for. */
export const PROVISIONED = 'provisioned-concurrency';

/** Not among the other optional resources, because its place in the stack matters. */
export function provisionedResources(config: StageConfig, tags: Tags): Resource<ProvisionedConcurrencyShape>[] {
  if (!config.provisionedConcurrency) return [];
  const { executions, scaling } = config.provisionedConcurrency;
  const properties = {
    version: ref('release', 'version'),
    executions,
    ...(scaling !== undefined && { scaling }),
    tags,
  };
  return [{ id: PROVISIONED, kind: 'provisioned-concurrency', name: functionName(config), properties }];
}
