/**
 * Everything in a region that has our tags, under any name: one call for each hundred, for all services except IAM
 * (docs/aws/search.md). The listing may have resources that no longer exist, so the tags of each are read before it
 * counts. Reads only.
 */
import { APP_TAG, STAGE_TAG } from '../../naming/tags.ts';
import type { SearchTarget } from '../kinds/search.ts';
import type { Owner } from '../ownership/owner.ts';

/** Returns ARNs. Without `owner`, of all apps and stages. */
export async function taggedArns({ clients }: SearchTarget, owner?: Owner): Promise<string[]> {
  const client = await clients.tagging();
  const TagFilters = [
    { Key: APP_TAG, ...(owner && { Values: [owner.app] }) },
    { Key: STAGE_TAG, ...(owner && { Values: [owner.stage] }) },
  ];
  const arns: string[] = [];
  let PaginationToken: string | undefined;
  const { GetResourcesCommand } = await import('@aws-sdk/client-resource-groups-tagging-api');
  do {
    const page = await client.send(new GetResourcesCommand({ TagFilters, ResourcesPerPage: 100, PaginationToken }));
    arns.push(...(page.ResourceTagMappingList ?? []).map(({ ResourceARN = '' }) => ResourceARN));
    PaginationToken = page.PaginationToken;
  } while (PaginationToken);
  return arns;
}
