/** HAL lists: `item` with `position` paging, the same for every list of the v1 API (docs/aws/usage-plans.md). */
import { badRequest } from './errors.ts';
import { type Members, number, text } from './members.ts';

const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 500;

export interface Page<T> {
  item: T[];
  /** Where the next page starts; absent on the last one. */
  position?: string;
}

/**
 * One page of `items`. `keyOf` gives each item's id: the position names the next item, so that a deletion between two pages
 * skips nothing, and its index, which counts when that item itself has been deleted. Limits above 500 are cut to 500; one below 1 is
 * no limit (recorded: test_negative_get_usage_plan_api_keys).
 */
export function page<T>(items: readonly T[], keyOf: (item: T) => string, input: Members): Page<T> {
  const asked = number(input, 'limit') ?? DEFAULT_LIMIT;
  const limit = asked < 1 ? DEFAULT_LIMIT : Math.min(asked, MAX_LIMIT);
  if (!Number.isInteger(limit)) throw badRequest('Invalid limit specified');
  const position = text(input, 'position');
  const start = position === undefined ? 0 : startAt(position, items, keyOf);
  const next = items[start + limit];
  const item = items.slice(start, start + limit);
  return next === undefined ? { item } : { item, position: encode(`${start + limit} ${keyOf(next)}`) };
}

function startAt<T>(position: string, items: readonly T[], keyOf: (item: T) => string): number {
  const [, index, key] = /^(\d+) (.*)$/s.exec(decode(position)) ?? [];
  if (index === undefined) throw badRequest('Invalid position parameter specified');
  const found = items.findIndex((item) => keyOf(item) === key);
  return found === -1 ? Number(index) : found;
}

const encode = (key: string): string => Buffer.from(key).toString('base64url');
const decode = (position: string): string => Buffer.from(position, 'base64url').toString();
