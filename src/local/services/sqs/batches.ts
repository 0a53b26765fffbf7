/** The checks that all batch operations share. */
import { badBatch } from './errors.ts';

const MOST = 10;

/** Throws EmptyBatchRequest, TooManyEntriesInBatchRequest, BatchEntryIdsNotDistinct or InvalidBatchEntryId. */
export function checkEntries<Entry extends { readonly Id: string }>(
  entries: readonly Entry[] | undefined,
  type: string,
): readonly Entry[] {
  if (!entries || entries.length === 0) {
    throw badBatch('EmptyBatchRequest', `There should be at least one ${type} in the request.`);
  }
  if (entries.length > MOST) {
    throw badBatch(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MOST}. You have sent ${entries.length}.`,
    );
  }
  const seen = new Set<string>();
  for (const { Id } of entries) {
    if (!/^[\w-]{1,80}$/.test(Id)) {
      throw badBatch(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      );
    }
    if (seen.has(Id)) throw badBatch('BatchEntryIdsNotDistinct', `Id ${Id} repeated.`);
    seen.add(Id);
  }
  return entries;
}
