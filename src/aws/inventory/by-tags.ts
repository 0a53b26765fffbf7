/**
 * Everything of a region that carries our tags, under whatever name: one call for a hundred, of all services but IAM
 * (docs/aws/search.md). What it lists may be gone already, so each is asked for its tags before it counts. Reads only.
 */
import { GetResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
import { APP_TAG, STAGE_TAG } from '../../naming/tags.ts';
import type { Owner, Place } from '../kinds/search.ts';

/** ARNs. Without `owner`: of every app and stage. */
export async function taggedArns({ clients }: Place, owner?: Owner): Promise<string[]> {
  const client = await clients.tagging();
  const TagFilters = [
    { Key: APP_TAG, ...(owner && { Values: [owner.app] }) },
    { Key: STAGE_TAG, ...(owner && { Values: [owner.stage] }) },
  ];
  const arns: string[] = [];
  let PaginationToken: string | undefined;
  do {
    const page = await client.send(new GetResourcesCommand({ TagFilters, ResourcesPerPage: 100, PaginationToken }));
    arns.push(...(page.ResourceTagMappingList ?? []).map(({ ResourceARN = '' }) => ResourceARN));
    PaginationToken = page.PaginationToken;
  } while (PaginationToken);
  return arns;
}
