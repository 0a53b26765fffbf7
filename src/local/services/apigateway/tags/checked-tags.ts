/** Tags of APIs, stages, keys and plans: merges them, then checks AWS's limits. */
import { satisfies, TAG_KEY, TAG_VALUE } from '../../../cloud/constraints.ts';
import { badRequest } from '../errors.ts';

const MAX_TAGS = 50;

/** Merges `added` into `existing`. */
export function checkedTags(existing: Record<string, string>, added: Record<string, string>): Record<string, string> {
  for (const [key, value] of Object.entries(added)) {
    if (!satisfies(key, TAG_KEY) || key.startsWith('aws:')) throw badRequest(`Invalid tag key specified: ${key}`);
    if (!satisfies(value, TAG_VALUE) || value.startsWith('aws:'))
      throw badRequest(`Invalid tag value specified for key: ${key}`);
  }
  const tags = { ...existing, ...added };
  if (Object.keys(tags).length > MAX_TAGS) throw badRequest(`The number of tags exceeds the limit of ${MAX_TAGS}`);
  return tags;
}
