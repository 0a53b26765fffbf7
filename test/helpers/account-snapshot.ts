/**
 * Everything that an embedded cloud holds, in all regions, as one plain document. It is equal for two clouds with the
 * same resources: values that AWS chooses (ids, times, revisions, version numbers) are left out or replaced by what
 * they identify. It is read from the store, so it costs only one call for each table. Items, log events, metrics and
 * usage are not part of it.
 */
import { createHash } from 'node:crypto';
import type { RunningCloud } from '../../src/local/start-cloud.ts';

/** Region → collection → identity → settings. */
export type Snapshot = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

type Json = Readonly<Record<string, unknown>>;

/** Collections of events, which are not part of what exists, and the default VPC of each account. */
const EVENTS = new Set([
  ...['logs.streams', 'apigateway.usage', 'sns.messages', 'sts.sessions'],
  ...['ec2.vpcs', 'ec2.subnets', 'ec2.securityGroups', 'ec2.routeTables', 'ec2.seeded'],
  ...['dynamodb.transaction-tokens', 'adversity.transitions'],
]);

/** Members that AWS chooses and that nothing refers to. */
const CHOSEN = new Set([
  ...['createdDate', 'lastUpdatedDate', 'lastModified', 'revisionId', 'roleId', 'policyId', 'createDate', 'updateDate'],
  ...['creationTime', 'modifiedAt', 'configuredAt', 'stateUpdatedAt', 'stateTransitionedAt', 'state', 'stateReason'],
  ...['stateReasonData', 'changedAt', 'since', 'nextVersion', 'lastPublished', 'TableId', 'CreationDateTime'],
  ...[
    'ItemCount',
    'TableSizeBytes',
    'TableStatus',
    'LastUpdateToPayPerRequestDateTime',
    'cacheNamespace',
    'IndexSizeBytes',
  ],
]);

export async function snapshot(cloud: Pick<RunningCloud, 'endpoint' | 'store'>): Promise<Snapshot> {
  const regions: Record<string, Record<string, Record<string, unknown>>> = {};
  const found = cloud.store.collectionNames().map((path) => {
    const [, region = '', name = ''] = path.split('/');
    return { region, name, collection: cloud.store.collection<Json>(path) };
  });
  const named = namer(found.flatMap(({ name, collection }) => namesIn(name, collection.keys(), collection.values())));
  for (const { region, name, collection } of found) {
    if (EVENTS.has(name)) continue;
    const things: Record<string, unknown> = {};
    for (const key of collection.keys()) {
      const value = collection.get(key)!;
      const { id: _chosen, ...table } = value;
      const whole = name === 'dynamodb.tables' ? { ...table, ...(await describeTable(cloud, region, key)) } : value;
      add(things, named(key), canonical(whole, named));
    }
    regions[region] = { ...regions[region], [name]: sorted(things) };
  }
  return sorted(regions) as Snapshot;
}

/** Adds each of several things that differ only in values that AWS chose. */
function add(things: Record<string, unknown>, name: string, value: unknown): void {
  let free = name;
  for (let n = 2; free in things; n += 1) free = `${name} (${n})`;
  things[free] = value;
}

type Names = readonly [id: string, name: string][];

/**
 * Returns the ids that a collection creates, with the name of what each identifies. Keys of parts are `<owner>/<id>`.
 */
function namesIn(collection: string, keys: readonly string[], values: readonly Json[]): Names {
  const own = (kind: string): Names => values.map(({ id, name }) => [String(id), `${kind} ${String(name)}`]);
  if (collection === 'apigateway.restApis') return own('api');
  if (collection === 'apigateway.usagePlans') return own('plan');
  if (collection === 'apigateway.apiKeys') {
    return [...own('key'), ...values.map(({ value, name }): [string, string] => [String(value), `value of ${name}`])];
  }
  if (collection === 'apigateway.definitions') return values.flatMap(partsOf);
  if (collection === 'apigateway.deployments') {
    const inside = values.flatMap(({ snapshot: taken }) => partsOf((taken as { definition: Json }).definition));
    const inOrder = values.map(({ id, description }): [string, string] => [String(id), deploymentName(description)]);
    return [...inside, ...inOrder];
  }
  if (collection === 'lambda.versions') {
    return keys.flatMap((key, index): Names => {
      const { settings, code, version } = values[index]!;
      return version === '$LATEST' ? [] : [[key, `${key.split(':')[0]}:‹version ${hash({ settings, code })}›`]];
    });
  }
  return [];
}

/** Resources by path; models, validators and authorizers by name. */
function partsOf({ resources, models, requestValidators, authorizers }: Json): Names {
  const parts = (kind: string, of: unknown): Names =>
    Object.values((of ?? {}) as Record<string, Json>).map(({ id, path, name }) => [
      String(id),
      `${kind} ${String(path ?? name)}`,
    ]);
  return [
    ...parts('resource', resources),
    ...parts('model', models),
    ...parts('validator', requestValidators),
    ...parts('authorizer', authorizers),
  ];
}

/**
 * Names a deployment by its record, without the time and the number of the version, which both depend on earlier calls.
 */
function deploymentName(description: unknown): string {
  return `deployment ${JSON.stringify(timeless(String(description ?? '')))}`;
}

function timeless(text: string): unknown {
  if (!text.startsWith('{')) return text;
  const { time: _time, version: _version, ...record } = JSON.parse(text) as Json;
  return record;
}

/** Replaces every id that stands alone in a text. */
function namer(names: Names): (text: string) => string {
  const byId = new Map(names.map(([id, name]) => [id, name.includes(':‹') ? name : `‹${name}›`]));
  if (byId.size === 0) return (text) => text;
  const ids = [...byId.keys()].sort((a, b) => b.length - a.length).map((id) => id.replace(/[$.*+?]/g, '\\$&'));
  const anyId = new RegExp(`(?<![A-Za-z0-9_-])(?:${ids.join('|')})(?![A-Za-z0-9_-])`, 'g');
  return (text) => text.replace(anyId, (id) => byId.get(id)!);
}

function canonical(value: unknown, named: (text: string) => string): unknown {
  if (typeof value === 'string') return named(value);
  if (Array.isArray(value)) return value.map((part) => canonical(part, named));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value)
    .filter(([name]) => !CHOSEN.has(name))
    .map(([name, part]): [string, unknown] => {
      if (name === 'description' && typeof part === 'string') return [name, timeless(part)];
      // A version number says how many versions there were before; its key identifies the version.
      if (name === 'version' && ('functionName' in value || 'modifiedAt' in value)) return [name, '‹number›'];
      if (name === 'functionVersion') return [name, named(`${(value as Json).functionName}:${part}`)];
      return [named(name), canonical(part, named)];
    });
  return sorted(Object.fromEntries(members));
}

const sorted = (members: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)));

const hash = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(canonical(value, (text) => text)))
    .digest('hex')
    .slice(0, 12);

/** The item engine has keys, indexes and billing, and only the API returns them. */
async function describeTable({ endpoint }: { endpoint: string }, region: string, TableName: string): Promise<Json> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'x-amz-target': 'DynamoDB_20120810.DescribeTable',
      'content-type': 'application/x-amz-json-1.0',
      authorization: `AWS4-HMAC-SHA256 Credential=snapshot/20261121/${region}/dynamodb/aws4_request`,
    },
    body: JSON.stringify({ TableName }),
  });
  return ((await response.json()) as { Table: Json }).Table;
}
