/** Reads and changes the tags of a topic. */
import type { SNSClient } from '@aws-sdk/client-sns';
import type { Tags } from '../../../naming/tags.ts';
import { fromTagList, tagChanges, toTagList } from '../../ownership/ownership.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';

/** Returns `undefined` if the topic does not exist. */
export async function topicTags(client: SNSClient, ResourceArn: string): Promise<Tags | undefined> {
  const { ListTagsForResourceCommand } = await import('@aws-sdk/client-sns');
  const found = await undefinedIfNotFound(client.send(new ListTagsForResourceCommand({ ResourceArn })));
  return found && fromTagList(found.Tags);
}

export async function syncTopicTags(client: SNSClient, ResourceArn: string, wanted: Tags, had: Tags): Promise<void> {
  const { set, remove } = tagChanges(wanted, had);
  const { TagResourceCommand, UntagResourceCommand } = await import('@aws-sdk/client-sns');
  if (Object.keys(set).length > 0) {
    await client.send(new TagResourceCommand({ ResourceArn, Tags: toTagList(set) }));
  }
  if (remove.length > 0) await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: remove }));
}
