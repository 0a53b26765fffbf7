/** The same for each of many, so many of them at once. In the order of the items. Throws what fails first, and begins nothing more then. */
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
