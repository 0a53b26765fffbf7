/** Every kind of resource that apikit knows. A new kind is a file beside this one and a line here. */
import type { Kind } from '../engine/resource.ts';
import { alarmKind } from './alarm.ts';
import { apiGatewayAccountKind } from './api-gateway-account.ts';
import { apiKeyKind } from './api-key.ts';
import { budgetKind } from './budget.ts';
import { dashboardKind } from './dashboard.ts';
import { eventSourceKind } from './event-source.ts';
import { consumerKind, functionKind } from './function.ts';
import { importedTableKind } from './imported-table.ts';
import type { KindDependencies } from './kind-dependencies.ts';
import { logGroupKind } from './log-group.ts';
import { metricFilterKind } from './metric-filter.ts';
import { muteRuleKind } from './mute-rule.ts';
import { releaseKind } from './release.ts';
import { releaseHistoryKind } from './release-history.ts';
import { restApiKind } from './rest-api.ts';
import { roleKind } from './role.ts';
import { createSpreadings } from './spreading.ts';
import { stageKind } from './stage.ts';
import { tableKind } from './table.ts';
import { tableIndexKind } from './table-index.ts';
import { topicKind } from './topic.ts';
import { usagePlanKind } from './usage-plan.ts';
import { userPoolKind } from './user-pool.ts';
import { userPoolClientKind } from './user-pool-client.ts';

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
  userPoolKind,
  userPoolClientKind,
];

/** By `Kind.kind`. One set for one run: kinds share listings between their resources. */
export function createKinds(dependencies: KindDependencies): ReadonlyMap<string, Kind> {
  const { clock } = dependencies;
  const shared = { ...createSpreadings(clock), ...dependencies, releasedCode: new Set<string>() };
  return new Map(KINDS.map((create) => create(shared)).map((kind) => [kind.kind, kind]));
}
