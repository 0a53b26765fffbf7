/**
 * What belonged to a stage and is no longer in its configuration, described as far as its kind needs to read and remove it.
 * Pure.
 */
import type { FormerKind } from '../aws/kinds/former-kind.ts';
import type { Properties, Resource } from '../engine/resource.ts';
import {
  accessLogGroup,
  baseName,
  consumerLogGroup,
  consumerName,
  consumerRoleName,
  type StageIdentity,
  type StageInRegion,
  topicName,
} from '../naming/names.ts';
import type { Tags } from '../naming/tags.ts';

/**
 * What has to go first: alarms and plans before the stage they watch or cover (docs/pitfalls.md, pitfall 18), groups after those
 * who write to them (docs/pitfalls.md, pitfall 22).
 */
const AFTER: Readonly<Partial<Record<FormerKind, string[]>>> = {
  'usage-plan': ['stage', 'api'],
  alarm: ['stage', 'function'],
  function: ['role', 'log-group/function'],
};

/** `tags` are those of the stage: they say whose it has to be. */
export function formerResource(kind: FormerKind, name: string, owner: StageIdentity & { tags: Tags }): Resource {
  const { tags } = owner;
  const properties: Record<string, Properties> = {
    topic: { emails: [], tags },
    dashboard: { text: '', widgets: [], alarms: [], marks: 0, history: [], tags },
    budget: { monthly: 0, notify: [], forecast: false, tags },
    'anomaly-monitor': { threshold: 0, notify: [], frequency: 'daily', tags },
    'metric-filter': { logGroup: accessLogGroup(owner) },
    role: { policies: {}, tags },
    'user-pool': { groups: [], scopes: {}, tags },
  };
  return {
    id: formerId(kind, name, owner),
    kind,
    name,
    properties: properties[kind] ?? { tags },
    ...(AFTER[kind] && { after: AFTER[kind] }),
    ...((kind === 'table' || kind === 'user-pool') && { keep: 'data' }),
  };
}

/** As it was called while it was wanted: `usage-plan/basic`. */
function formerId(kind: FormerKind, name: string, identity: StageIdentity): string {
  const prefix = `${baseName(identity)}-`;
  if (kind === 'topic' && name === topicName(identity)) return 'topic';
  if (kind === 'dashboard' || kind === 'budget' || kind === 'anomaly-monitor') return kind;
  return `${kind}/${name.startsWith(prefix) ? name.slice(prefix.length) : name}`;
}

/** All that a table's stream was brought to its function with; what is needed last goes last. */
export function formerConsumer(table: string, owner: StageInRegion & { tags: Tags }): Resource[] {
  const id = `${table}-stream`;
  const name = consumerName(owner, table);
  const { tags } = owner;
  const after = [`role/${id}`, `log-group/${id}`];
  return [
    { id: `role/${id}`, kind: 'role', name: consumerRoleName(owner, table), properties: { policies: {}, tags } },
    { id: `log-group/${id}`, kind: 'log-group', name: consumerLogGroup(owner, table), properties: { tags } },
    { id: `consumer/${id}`, kind: 'consumer', name, properties: { tags }, after },
    { id: `event-source/${id}`, kind: 'event-source', name, properties: {}, after: [`consumer/${id}`] },
  ];
}
