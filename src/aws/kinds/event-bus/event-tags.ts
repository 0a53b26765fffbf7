/** Reads and changes the tags of event buses and rules. */
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Tags } from '../../../naming/tags.ts';
import { fromTagList, tagChanges, toTagList } from '../../ownership/ownership.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';

/** Returns `undefined` if there is no such bus or rule. */
export async function eventTags(client: EventBridgeClient, ResourceARN: string): Promise<Tags | undefined> {
  const { ListTagsForResourceCommand } = await import('@aws-sdk/client-eventbridge');
  const found = await undefinedIfNotFound(client.send(new ListTagsForResourceCommand({ ResourceARN })));
  return found && fromTagList(found.Tags);
}

export async function syncEventTags(
  client: EventBridgeClient,
  ResourceARN: string,
  wanted: Tags,
  had: Tags,
): Promise<void> {
  const { set, remove } = tagChanges(wanted, had);
  const { TagResourceCommand, UntagResourceCommand } = await import('@aws-sdk/client-eventbridge');
  if (Object.keys(set).length > 0) {
    await client.send(new TagResourceCommand({ ResourceARN, Tags: toTagList(set) }));
  }
  if (remove.length > 0) await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: remove }));
}
