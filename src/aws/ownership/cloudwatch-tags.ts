/**
 * Reads and changes the tags of CloudWatch resources. They need calls of their own, because CloudWatch reads the tags
 * in a `Put…` request only when it creates the resource.
 */
import {
  type CloudWatchClient,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import type { Tags } from '../../naming/tags.ts';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';
import { fromTagList, tagChanges, toTagList } from './ownership.ts';

/** Empty if the resource does not exist. */
export async function cloudwatchTags(client: CloudWatchClient, ResourceARN: string): Promise<Tags> {
  const found = await undefinedIfNotFound(client.send(new ListTagsForResourceCommand({ ResourceARN })));
  return fromTagList(found?.Tags);
}

export async function syncCloudwatchTags(client: CloudWatchClient, ResourceARN: string, desired: Tags): Promise<void> {
  const { Tags: list } = await client.send(new ListTagsForResourceCommand({ ResourceARN }));
  const { set, remove } = tagChanges(desired, fromTagList(list));
  if (Object.keys(set).length > 0) await client.send(new TagResourceCommand({ ResourceARN, Tags: toTagList(set) }));
  if (remove.length > 0) await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: remove }));
}
