/** All kinds of resources that apikit knows. A new kind is a folder beside this file and a line in the list. */
import type { Kind, Resource } from '../../engine/resource.ts';
import { baseName } from '../../naming/names.ts';
import { createPropagations } from '../sdk/propagation.ts';
import { alarm } from './alarm/definition.ts';
import { anomalyMonitor } from './anomaly-monitor/definition.ts';
import { apiGatewayAccountKind } from './api-gateway-account/api-gateway-account.ts';
import { apiKey } from './api-key/definition.ts';
import { basePathMappingKind } from './base-path-mapping/base-path-mapping.ts';
import { bucket } from './bucket/definition.ts';
import { budget } from './budget/definition.ts';
import { certificateKind } from './certificate/certificate.ts';
import { dashboard } from './dashboard/definition.ts';
import type { KindDefinition } from './definition.ts';
import { dnsRecordKind } from './dns-record/dns-record.ts';
import { domainNameKind } from './domain-name/domain-name.ts';
import { createDomainReads } from './domain-reads.ts';
import { eventBus } from './event-bus/definition.ts';
import { eventRule } from './event-rule/definition.ts';
import { eventSourceKind } from './event-source/event-source.ts';
import type { FormerOwner } from './former.ts';
import { lambdaFunction } from './function/definition.ts';
import { consumerKind } from './function/function.ts';
import { functionUrlKind } from './function-url/function-url.ts';
import { httpApi } from './http-api/http-api.ts';
import { httpHistoryKind } from './http-history/http-history.ts';
import { httpReleaseKind } from './http-release/http-release.ts';
import { httpStageKind } from './http-stage/http-stage.ts';
import { importedTableKind } from './imported-table/imported-table.ts';
import { invokePermission } from './invoke-permission/invoke-permission.ts';
import { ipSet } from './ip-set/definition.ts';
import type { KindDependencies } from './kind-dependencies.ts';
import { layer } from './layer/layer.ts';
import { logGroup } from './log-group/definition.ts';
import { messageTopic } from './message-topic/definition.ts';
import { metricFilter } from './metric-filter/definition.ts';
import { muteRule } from './mute-rule/definition.ts';
import { provisionedConcurrency } from './provisioned-concurrency/provisioned-concurrency.ts';
import { queue } from './queue/definition.ts';
import { releaseKind } from './release/release.ts';
import { releaseHistoryKind } from './release-history/release-history.ts';
import { restApi } from './rest-api/definition.ts';
import { role } from './role/definition.ts';
import { stageKind } from './stage/stage.ts';
import { stateMachine } from './state-machine/definition.ts';
import { table } from './table/definition.ts';
import { tableIndexKind } from './table-index/table-index.ts';
import { topic } from './topic/definition.ts';
import { trustStoreKind } from './trust-store/trust-store.ts';
import { urlHistoryKind } from './url-history/url-history.ts';
import { urlReleaseKind } from './url-release/url-release.ts';
import { usagePlan } from './usage-plan/definition.ts';
import { userPool } from './user-pool/definition.ts';
import { userPoolClientKind } from './user-pool-client/user-pool-client.ts';
import { webAcl } from './web-acl/definition.ts';
import { webAclAssociation } from './web-acl-association/web-acl-association.ts';

/** A deploy searches for former resources in this order, and a search reports in this order what it cannot search. */
export const DEFINITIONS: readonly KindDefinition[] = [
  restApi,
  httpApi,
  usagePlan,
  apiKey,
  table,
  queue,
  stateMachine,
  bucket,
  role,
  topic,
  messageTopic,
  eventRule,
  eventBus,
  logGroup,
  metricFilter,
  lambdaFunction,
  layer,
  userPool,
  alarm,
  muteRule,
  dashboard,
  budget,
  anomalyMonitor,
  webAcl,
  ipSet,
  // Stages of several apps may share these, so the tag of the API says which of them are a stage's.
  { kind: 'certificate', create: certificateKind },
  { kind: 'dns-record', create: dnsRecordKind },
  { kind: 'domain-name', create: domainNameKind },
  { kind: 'base-path-mapping', create: basePathMappingKind },
  // These go with another resource.
  { kind: 'trust-store', create: trustStoreKind },
  provisionedConcurrency,
  webAclAssociation,
  { kind: 'imported-table', create: importedTableKind },
  { kind: 'table-index', create: tableIndexKind },
  { kind: 'api-gateway-account', create: apiGatewayAccountKind },
  { kind: 'consumer', create: consumerKind },
  invokePermission,
  { kind: 'event-source', plural: 'event source mappings', create: eventSourceKind },
  { kind: 'release', create: releaseKind },
  { kind: 'stage', create: stageKind },
  { kind: 'release-history', create: releaseHistoryKind },
  { kind: 'http-release', create: httpReleaseKind },
  { kind: 'http-stage', create: httpStageKind },
  { kind: 'http-history', create: httpHistoryKind },
  { kind: 'url-release', create: urlReleaseKind },
  { kind: 'function-url', create: functionUrlKind },
  { kind: 'url-history', create: urlHistoryKind },
  { kind: 'user-pool-client', create: userPoolClientKind },
];

/**
 * Returns the kinds by `Kind.kind`, one set for each run, because kinds share listings between their resources. Each
 * kind loses its shape here: the engine passes a kind only resources with the kind's name.
 */
export function createKinds(dependencies: KindDependencies): ReadonlyMap<string, Kind> {
  const { clock } = dependencies;
  const domains = createDomainReads(dependencies);
  const shared = { ...createPropagations(clock), domains, ...dependencies, releasedCode: new Set<string>() };
  return new Map(DEFINITIONS.map(({ kind, create }) => [kind, create(shared)]));
}

export function definitionOf(kind: string): KindDefinition {
  const found = DEFINITIONS.find((definition) => definition.kind === kind);
  if (!found) throw new Error(`there is no kind ${kind}`);
  return found;
}

/**
 * Returns a resource that has left the configuration, with the properties that its kind needs to read and remove it.
 */
export function formerResource(kind: string, name: string, owner: FormerOwner, arn = ''): Resource {
  const { former = {} } = definitionOf(kind);
  const { tags } = owner;
  const prefix = `${baseName(owner)}-`;
  const after = typeof former.after === 'function' ? former.after(name, owner) : former.after;
  const id = former.id?.(name, owner, arn) ?? `${kind}/${name.startsWith(prefix) ? name.slice(prefix.length) : name}`;
  return {
    id,
    kind,
    name,
    properties: former.properties?.(owner, arn) ?? { tags },
    ...(after && { after }),
    ...(former.keep && { keep: former.keep }),
  };
}
