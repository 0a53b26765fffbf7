/** Tags of APIs, stages, keys and plans: merged, then checked against AWS's limits. */
import { badRequest } from '../errors.ts';

const MAX_TAGS = 50;
const MAX_KEY = 128;
const MAX_VALUE = 256;

/** `existing` with `added` over it. */
export function checkedTags(existing: Record<string, string>, added: Record<string, string>): Record<string, string> {
  for (const [key, value] of Object.entries(added)) {
    if (key.length < 1 || key.length > MAX_KEY || key.startsWith('aws:'))
      throw badRequest(`Invalid tag key specified: ${key}`);
    if (value.length > MAX_VALUE) throw badRequest(`Invalid tag value specified for key: ${key}`);
  }
  const tags = { ...existing, ...added };
  if (Object.keys(tags).length > MAX_TAGS) throw badRequest(`The number of tags exceeds the limit of ${MAX_TAGS}`);
  return tags;
}
