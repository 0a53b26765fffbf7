/** The parts that all calls of AWS WAF share. Web ACLs for API Gateway are regional, and have a name and an ID. */
import type { WAFV2Client } from '@aws-sdk/client-wafv2';
import type { Tags } from '../../naming/tags.ts';
import { fromTagList, tagChanges, toTagList } from '../ownership/ownership.ts';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';

export const SCOPE = 'REGIONAL' as const;

export const GONE = 'WAFNonexistentItemException';

/** One thing of a listing. */
export interface Summary {
  readonly Name?: string | undefined;
  readonly Id?: string | undefined;
  readonly ARN?: string | undefined;
}

/** A thing with its own name and ID. */
export interface Named {
  readonly Name: string;
  readonly Id: string;
}

/**
 * Returns the name and the ID. The search by tags names a thing `<name>/<ID>`, so that no listing is needed; otherwise
 * `list` finds the ID.
 */
export async function identify(name: string, list: () => Promise<readonly Summary[]>): Promise<Named | undefined> {
  const [Name = '', Id] = name.split('/');
  if (Id !== undefined) return { Name, Id };
  const found = (await list()).find((one) => one.Name === name);
  return found?.Id === undefined ? undefined : { Name, Id: found.Id };
}

/** Reads a listing to its end. */
export async function allPages<T>(
  page: (NextMarker: string | undefined) => Promise<{ items: readonly T[]; next: string | undefined }>,
): Promise<T[]> {
  const all: T[] = [];
  let marker: string | undefined;
  do {
    const { items, next } = await page(marker);
    all.push(...items);
    // AWS WAF may return a marker with the last page.
    marker = items.length === 0 ? undefined : next;
  } while (marker);
  return all;
}

export async function readTags(client: WAFV2Client, ResourceARN: string): Promise<Tags | undefined> {
  const { ListTagsForResourceCommand } = await import('@aws-sdk/client-wafv2');
  const found = await undefinedIfNotFound(client.send(new ListTagsForResourceCommand({ ResourceARN })), GONE);
  return found && fromTagList(found.TagInfoForResource?.TagList);
}

export async function syncTags(client: WAFV2Client, ResourceARN: string, desired: Tags, had: Tags): Promise<void> {
  const { set, remove } = tagChanges(desired, had);
  const { TagResourceCommand, UntagResourceCommand } = await import('@aws-sdk/client-wafv2');
  if (Object.keys(set).length > 0) await client.send(new TagResourceCommand({ ResourceARN, Tags: toTagList(set) }));
  if (remove.length > 0) await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: remove }));
}
