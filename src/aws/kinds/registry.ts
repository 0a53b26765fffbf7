/** Every kind of resource that apikit knows. A new kind is a folder beside this file and a line here. */
import type { Kind } from '../../engine/resource.ts';
import { createSpreadings } from '../sdk/propagation.ts';
import { alarmKind } from './alarm/alarm.ts';
import { anomalyMonitorKind } from './anomaly-monitor/anomaly-monitor.ts';
import { apiGatewayAccountKind } from './api-gateway-account/api-gateway-account.ts';
import { apiKeyKind } from './api-key/api-key.ts';
import { budgetKind } from './budget/budget.ts';
import { dashboardKind } from './dashboard/dashboard.ts';
import { eventSourceKind } from './event-source/event-source.ts';
import { consumerKind, functionKind } from './function/function.ts';
import { importedTableKind } from './imported-table/imported-table.ts';
import type { KindDependencies } from './kind-dependencies.ts';
import { logGroupKind } from './log-group/log-group.ts';
import { metricFilterKind } from './metric-filter/metric-filter.ts';
import { muteRuleKind } from './mute-rule/mute-rule.ts';
import { releaseKind } from './release/release.ts';
import { releaseHistoryKind } from './release-history/release-history.ts';
import { restApiKind } from './rest-api/rest-api.ts';
import { roleKind } from './role/role.ts';
import { stageKind } from './stage/stage.ts';
import { tableKind } from './table/table.ts';
import { tableIndexKind } from './table-index/table-index.ts';
import { topicKind } from './topic/topic.ts';
import { usagePlanKind } from './usage-plan/usage-plan.ts';
import { userPoolKind } from './user-pool/user-pool.ts';
import { userPoolClientKind } from './user-pool-client/user-pool-client.ts';

const KINDS = [
  tableKind,
  importedTableKind,
  tableIndexKind,
  roleKind,
  logGroupKind,
  apiGatewayAccountKind,
  functionKind,
  consumerKind,
  eventSourceKind,
  restApiKind,
  releaseKind,
  stageKind,
  releaseHistoryKind,
  usagePlanKind,
  apiKeyKind,
  topicKind,
  metricFilterKind,
  alarmKind,
  muteRuleKind,
  dashboardKind,
  budgetKind,
  anomalyMonitorKind,
  userPoolKind,
  userPoolClientKind,
];

/**
 * Returns the kinds by `Kind.kind`, one set for each run: kinds share listings between their resources. Here each kind
 * loses its shape, since the engine gives a kind nothing but resources with the kind's name.
 */
export function createKinds(dependencies: KindDependencies): ReadonlyMap<string, Kind> {
  const { clock } = dependencies;
  const shared = { ...createSpreadings(clock), ...dependencies, releasedCode: new Set<string>() };
  return new Map(KINDS.map((create) => create(shared)).map((kind) => [kind.kind, kind]));
}
