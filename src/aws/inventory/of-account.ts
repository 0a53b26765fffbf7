/**
 * Every app and stage of an account and region, and what is left over of others. Reads only: the listings, two calls for each
 * API of ours, and one for each thing that could be a leftover by its name.
 */
import {
  type APIGatewayClient,
  GetDeploymentCommand,
  GetStagesCommand,
  type RestApi,
} from '@aws-sdk/client-api-gateway';
import * as names from '../../stack/names.ts';
import { expiryIn } from '../expiry.ts';
import { invokeUrl } from '../invoke-url.ts';
import { parseReleaseRecord } from '../release-record.ts';
import { searched, type Unsearched } from '../unsearched.ts';
import { taggedArns } from './by-tags.ts';
import type { Found, Owner, Place } from './found.ts';
import { ourFunctions, type Search, searches } from './named.ts';
import { namedBy } from './of-stage.ts';
import { alarms, inApiGateway, ownerOf } from './tagged.ts';

export interface StageSummary extends Pick<Owner, 'app' | 'stage'> {
  readonly api: string;
  /** `null`: the API has no stage yet, e.g. because its first deploy broke off. */
  readonly url: string | null;
  readonly release: string | null;
  /** ISO 8601: when the stage was changed last. */
  readonly updatedAt: string | null;
  readonly state: 'live' | 'canary' | 'not deployed';
  /** Whether a pattern made it. */
  readonly preview: boolean;
  /** Of a preview: until when it stays, ISO 8601. */
  readonly expiresAt: string | null;
}

export interface AccountInventory {
  readonly stages: StageSummary[];
  /** What has our tags and belongs to no API: tables that `destroy` kept, what an interrupted run left. */
  readonly orphans: Found[];
  readonly unsearched: Unsearched[];
}

export async function inventoryOfAccount(place: Place): Promise<AccountInventory> {
  const unsearched: Unsearched[] = [];
  const [{ found, apis }, marked, functions, tagged] = await Promise.all([
    inApiGateway(place, unsearched),
    searched('alarms', unsearched, [], () => alarms(place)),
    searched('the tables of functions', unsearched, [], () => ourFunctions(place)),
    searched('what has tags of apikit and other names', unsearched, [], () => taggedArns(place)),
  ]);
  const client = await place.clients.apiGateway();
  const ours = apis.filter(({ tags }) => ownerOf(tags) !== undefined);
  const stages = await Promise.all(ours.map(async (api) => await summary(client, place, api)));
  const isLive = ({ app, stage }: Owner) => stages.some((live) => live.app === app && live.stage === stage);

  const covered = namesInUse(stages, place.target.region);
  for (const { Environment, FunctionName = '' } of functions) {
    if (!covered.has(FunctionName)) continue;
    for (const [variable, value] of Object.entries(Environment?.Variables ?? {}))
      if (variable.startsWith('TABLE_')) for (const name of ofTable(value, place.target.region)) covered.add(name);
  }
  const known = new Set(marked.map(({ arn }) => arn));
  async function look(search: Search): Promise<Found[]> {
    const own = (await search.all()).filter((name) => !covered.has(name));
    const others = (await namedBy(tagged, search)).filter((name) => !covered.has(name) && !own.includes(name));
    const read = [...own, ...others].map(async (name): Promise<Found[]> => {
      const arn = search.arn(name);
      const owner = known.has(arn) ? undefined : ownerOf(await search.tags(name));
      // What a stage that is live has under another name is its own affair.
      if (!owner || (others.includes(name) && isLive(owner))) return [];
      return [{ kind: search.kind, name, arn: search.arn(name), ...owner }];
    });
    return (await Promise.all(read)).flat();
  }
  const named = await Promise.all(
    searches(place).map((search) => searched(search.what, unsearched, [], () => look(search))),
  );
  const orphans = [...[...found, ...marked].filter((thing) => !isLive(thing)), ...named.flat()];
  return { stages: stages.sort(byOwner), orphans: orphans.sort(byOwner), unsearched };
}

/** A table in use, and what its stream is brought to a function with. */
const ofTable = (table: string, region: string): string[] => [
  table,
  `${table}-stream`,
  `${table}-stream-${region}`,
  `/aws/lambda/${table}-stream`,
];

/** Names that a live stage has for sure; its tables are known from its function. */
function namesInUse(stages: readonly Owner[], region: string): Set<string> {
  return new Set(
    stages.flatMap((owner) => [
      names.functionName(owner),
      names.roleName({ ...owner, region }),
      names.topicName(owner),
      names.functionLogGroup(owner),
      names.accessLogGroup(owner),
    ]),
  );
}

async function summary(client: APIGatewayClient, { target }: Place, api: RestApi): Promise<StageSummary> {
  const { preview = false, ...owner } = ownerOf(api.tags)!;
  const restApiId = String(api.id);
  const { item = [] } = await client.send(new GetStagesCommand({ restApiId }));
  const stage = item.find(({ stageName }) => stageName === owner.stage);
  const known = { ...owner, api: restApiId };
  const expiry = { preview, expiresAt: expiryIn(api.tags) ?? null };
  if (!stage) return { ...known, url: null, release: null, updatedAt: null, state: 'not deployed', ...expiry };
  const deploymentId = String(stage.deploymentId);
  const { description } = await client.send(new GetDeploymentCommand({ restApiId, deploymentId }));
  return {
    ...known,
    url: invokeUrl(target, restApiId, owner.stage),
    release: parseReleaseRecord(description)?.release ?? null,
    updatedAt: (stage.lastUpdatedDate ?? stage.createdDate)?.toISOString() ?? null,
    state: stage.canarySettings ? 'canary' : 'live',
    ...expiry,
  };
}

function byOwner(a: Owner, b: Owner): number {
  return a.app.localeCompare(b.app) || a.stage.localeCompare(b.stage);
}
