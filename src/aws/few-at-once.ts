/**
 * The same for each of many, a few at once. A call that waits for a free socket longer than the SDK gives a connection is taken for one
 * that reached nobody, and an endpoint without rates has nothing else that holds calls back.
 */
const FEW = 20;

/** In the order of the items. Throws what fails first, and begins nothing more then. */
export async function fewAtOnce<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const left = items.entries();
  let failed = false;
  async function turn(): Promise<void> {
    for (const [index, item] of left) {
      if (failed) return;
      results[index] = await work(item);
    }
  }
  const turns = Array.from({ length: Math.min(FEW, items.length) }, () =>
    turn().catch((error: unknown) => {
      failed = true;
      throw error;
    }),
  );
  await Promise.all(turns);
  return results;
}
