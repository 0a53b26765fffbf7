/**
 * Runs `work` for each item, at most `few` at once, and returns the results in the order of the items. Throws the first
 * failure, and starts no further work after it.
 */
export async function fewAtOnce<T, R>(few: number, items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const left = items.entries();
  let failed = false;
  async function turn(): Promise<void> {
    for (const [index, item] of left) {
      if (failed) return;
      results[index] = await work(item);
    }
  }
  const turns = Array.from({ length: Math.min(few, items.length) }, () =>
    turn().catch((error: unknown) => {
      failed = true;
      throw error;
    }),
  );
  await Promise.all(turns);
  return results;
}
