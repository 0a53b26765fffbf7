/**
 * Runs `work` for each item, at most `limit` at once, and returns the results in the order of the items. Throws the
 * first failure, and starts no further work after it.
 */
export async function mapWithConcurrency<T, R>(
  limit: number,
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const left = items.entries();
  let failed = false;
  async function worker(): Promise<void> {
    for (const [index, item] of left) {
      if (failed) return;
      results[index] = await work(item);
    }
  }
  const workers = Array.from({ length: Math.min(limit, items.length) }, () =>
    worker().catch((error: unknown) => {
      failed = true;
      throw error;
    }),
  );
  await Promise.all(workers);
  return results;
}
