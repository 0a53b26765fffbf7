/** Lists things in API Gateway, which returns at most 500 items for each call. */

interface Page<Item> {
  readonly items?: Item[] | undefined;
  readonly position?: string | undefined;
}

/** Returns all items in the order of the listing, with one call for each 500. */
export async function allPages<Item>(
  list: (page: { limit: number; position?: string }) => Promise<Page<Item>>,
): Promise<Item[]> {
  const all: Item[] = [];
  let position: string | undefined;
  do {
    const page = await list({ limit: 500, ...(position && { position }) });
    all.push(...(page.items ?? []));
    position = page.position;
  } while (position);
  return all;
}
