/**
 * All apps and stages of an account and region, and the leftovers of others. Reads only: the listings, two calls for
 * each of our APIs, and the search for leftovers.
 */
import { type APIGatewayClient, GetDeploymentCommand, type RestApi } from '@aws-sdk/client-api-gateway';
import { mapWithConcurrency } from '../../map-with-concurrency.ts';
import { DOMAIN_TAG } from '../../naming/tags.ts';
import { domainInvokeUrl, invokeUrl } from '../api-gateway/invoke-url.ts';
import { stagesOf } from '../api-gateway/stages.ts';
import type { SearchTarget } from '../kinds/search.ts';
import { ownerOf } from '../ownership/owner.ts';
import { expiryIn } from '../ownership/preview-tags.ts';
import { parseReleaseRecord } from '../releases/release-record.ts';
import type { Unsearched } from '../sdk/unsearched.ts';
import { byOwner, CALLS_AT_ONCE } from './inventory-item.ts';
import { type LeftOver, leftOver, sharedReads } from './left-over.ts';
import { listings } from './listed.ts';
import type { StageSummary } from './stage-summary.ts';

export interface AccountInventory extends LeftOver {
  readonly stages: StageSummary[];
  readonly unsearched: Unsearched[];
}

export async function inventoryOfAccount(target: SearchTarget): Promise<AccountInventory> {
  const unsearched: Unsearched[] = [];
  const listed = listings(target, unsearched);
  async function summaries() {
    const [{ apis }, client] = await Promise.all([listed, target.clients.apiGateway()]);
    const ours = apis.filter(({ tags }) => ownerOf(tags) !== undefined);
    return await mapWithConcurrency(CALLS_AT_ONCE, ours, (api) => summary(client, target, api));
  }
  const shared = sharedReads(target, listed, unsearched);
  const [ofRestApis, ofOthers, left] = await Promise.all([
    summaries(),
    shared.others,
    leftOver(target, shared, unsearched),
  ]);
  return { stages: [...ofRestApis, ...ofOthers].sort(byOwner), ...left, unsearched };
}

async function summary(client: APIGatewayClient, { facts: target }: SearchTarget, api: RestApi): Promise<StageSummary> {
  const { preview = false, ...owner } = ownerOf(api.tags)!;
  const restApiId = String(api.id);
  const stage = (await stagesOf(client, restApiId)).find(({ stageName }) => stageName === owner.stage);
  const [domain] = api.tags?.[DOMAIN_TAG]?.split(' ') ?? [];
  const known = { ...owner, api: restApiId };
  const expiry = { preview, expiresAt: expiryIn(api.tags) ?? null };
  if (!stage) return { ...known, url: null, release: null, updatedAt: null, state: 'not deployed', ...expiry };
  const deploymentId = String(stage.deploymentId);
  const { description } = await client.send(new GetDeploymentCommand({ restApiId, deploymentId }));
  return {
    ...known,
    url:
      api.disableExecuteApiEndpoint && domain
        ? domainInvokeUrl(target, domain)
        : invokeUrl(target, restApiId, owner.stage),
    release: parseReleaseRecord(description)?.release ?? null,
    updatedAt: (stage.lastUpdatedDate ?? stage.createdDate)?.toISOString() ?? null,
    state: stage.canarySettings ? 'canary' : 'live',
    ...expiry,
  };
}
