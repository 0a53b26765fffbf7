/** Listings of API Gateway, which gives at most 500 items a call. */

interface Page<Item> {
  readonly items?: Item[] | undefined;
  readonly position?: string | undefined;
}

/** Everything that `list` has, in its order; a call for each 500. */
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
