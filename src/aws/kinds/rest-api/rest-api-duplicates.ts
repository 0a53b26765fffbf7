/**
 * Several APIs with the tags of one stage, left by a create call whose response was lost: which one counts, and which
 * others may be deleted. Reads only, and only if there are several (docs/adr/0004).
 */
import {
  type APIGatewayClient,
  GetBasePathMappingsCommand,
  type GetBasePathMappingsCommandInput,
  GetDomainNamesCommand,
  type RestApi,
} from '@aws-sdk/client-api-gateway';
import type { Tags } from '../../../naming/tags.ts';
import { STAGE_TAG } from '../../../naming/tags.ts';
import { allPages } from '../../api-gateway/all-pages.ts';
import { stagesOf } from '../../api-gateway/stages.ts';
import { isAwsError, undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';

export interface DuplicateApi {
  readonly api: RestApi;
  /** Why it cannot be deleted: `it has a stage (dev)`. Absent if it is empty and nothing points to it. */
  readonly inUse?: string;
}

export interface ChosenApi {
  readonly chosen: RestApi;
  readonly duplicates: readonly DuplicateApi[];
}

/**
 * Chooses the API with the stage. Among several of those, or if there is none, it chooses one with any stage, and
 * otherwise the oldest (by ID within the same second). The choice is the same on every machine and in every run.
 * Returns `undefined` if all have been deleted.
 */
export async function chooseApi(
  client: APIGatewayClient,
  ours: readonly RestApi[],
  tags: Tags,
): Promise<ChosenApi | undefined> {
  const read = await Promise.all([...ours].sort(byAge).map((api) => withStages(client, api)));
  const candidates = read.filter((candidate) => candidate !== undefined);
  const chosen =
    candidates.find(({ stages }) => stages.includes(tags[STAGE_TAG] ?? '')) ??
    candidates.find(({ stages }) => stages.length > 0) ??
    candidates[0];
  if (!chosen) return undefined;
  const others = candidates.filter((candidate) => candidate !== chosen);
  const leadsTo = others.some(({ stages }) => stages.length === 0) ? await customDomains(client) : () => undefined;
  return {
    chosen: chosen.api,
    duplicates: others.map(({ api, stages }) => {
      const inUse = stages.length > 0 ? hasStages(stages) : leadsTo(api.id);
      return { api, ...(inUse !== undefined && { inUse }) };
    }),
  };
}

/** Returns `undefined` if the API was deleted since it was listed, as another duplicate may be. */
async function withStages(client: APIGatewayClient, api: RestApi) {
  const found = await undefinedIfNotFound(stagesOf(client, String(api.id)));
  return found && { api, stages: found.map(({ stageName = '' }) => stageName) };
}

export function byAge(a: RestApi, b: RestApi): number {
  const age = (a.createdDate?.getTime() ?? 0) - (b.createdDate?.getTime() ?? 0);
  return age || (a.id ?? '').localeCompare(b.id ?? '');
}

function hasStages(names: readonly string[]): string {
  return names.length === 1
    ? `it has a stage of its own, ${names[0]}`
    : `it has stages of its own, ${names.join(', ')}`;
}

/**
 * Returns a function from an API's ID to the custom domain that leads to it, if any. Without permission to look, a
 * domain may lead to each API.
 */
async function customDomains(client: APIGatewayClient): Promise<(api: string | undefined) => string | undefined> {
  const mapped = new Map<string | undefined, string>();
  try {
    const domains = await allPages((page) => client.send(new GetDomainNamesCommand(page)));
    for (const { domainName, domainNameId } of domains) {
      const domain = { domainName, ...(domainNameId && { domainNameId }) };
      for (const api of await apisBehind(client, domain))
        mapped.set(api, `the custom domain ${domainName} leads to it`);
    }
  } catch (error) {
    if (!isAwsError(error, 'AccessDeniedException')) throw error;
    return () => 'whether a custom domain leads to it cannot be seen without permission to read domain names';
  }
  return (api) => mapped.get(api);
}

async function apisBehind(
  client: APIGatewayClient,
  domain: Pick<GetBasePathMappingsCommandInput, 'domainName' | 'domainNameId'>,
): Promise<(string | undefined)[]> {
  const mappings = await allPages((page) => client.send(new GetBasePathMappingsCommand({ ...domain, ...page })));
  return mappings.map(({ restApiId }) => restApiId);
}
