/** HAL lists: `item` and `position`, the same for every list of the v1 API (docs/aws/usage-plans.md). */
import { badRequest } from './errors.ts';
import { type Members, number, text } from './members.ts';

const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 500;

export interface Page<T> {
  item: T[];
  /** The start of the next page; absent on the last page. */
  position?: string;
}

/**
 * Returns one page of `items`. `keyOf` returns the ID of an item. The position has the ID of the next item, so that a
 * deletion between two pages skips nothing, and its index, which counts if that item itself was deleted. Limits above
 * 500 become 500; a limit below 1 is ignored (recorded: test_negative_get_usage_plan_api_keys).
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
