/** Ownership tags: finds out what is ours and which tags to change. Pure. */
import type { Tags } from '../../naming/tags.ts';
import { APP_TAG, STAGE_TAG } from '../../naming/tags.ts';

/** Whether a resource with the tags `observed` belongs to the app and stage that `desired` names. */
export function owns(desired: Tags, observed: Tags): boolean {
  return observed[APP_TAG] === desired[APP_TAG] && observed[STAGE_TAG] === desired[STAGE_TAG];
}

/** AWS's own tags (`aws:cloudformation:…`) cannot be set or removed, so they are not compared. */
export function comparableTags(tags: Tags): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith('aws:')));
}

export interface TagChanges {
  readonly set: Tags;
  readonly remove: string[];
}

/** The necessary changes. `set` and `remove` are empty if nothing differs. */
export function tagChanges(desired: Tags, observed: Tags): TagChanges {
  const set = Object.fromEntries(Object.entries(desired).filter(([key, value]) => observed[key] !== value));
  const remove = Object.keys(comparableTags(observed)).filter((key) => !(key in desired));
  return { set, remove };
}

/** Reads the list form of IAM, DynamoDB and SNS. */
export function fromTagList(list: readonly { Key?: string | undefined; Value?: string | undefined }[] = []): Tags {
  return comparableTags(Object.fromEntries(list.map(({ Key = '', Value = '' }) => [Key, Value])));
}

export function toTagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
