/** `--rate`: how many items per second a command may read or write. */
import { usageError } from '../../../errors.ts';
import type { Option } from '../../../flags/option.ts';
import type { FlagsOf } from '../../../flags/values.ts';

export const RATE_OPTION = {
  flags: '--rate <items>',
  description: 'largest number of items per second (default: no limit)',
} as const satisfies Option;

export function rateOf({ rate }: FlagsOf<typeof RATE_OPTION>): { rate?: number } {
  if (rate === undefined) return {};
  if (!/^[1-9]\d{0,6}$/.test(rate)) throw usageError(`--rate takes a whole number of items per second, not "${rate}".`);
  return { rate: Number(rate) };
}
