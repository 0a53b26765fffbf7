/** `--rate`: how many items per second a command may read or write. */
import type { Flags } from '../../../context.ts';
import { usageError } from '../../../errors.ts';
import type { Option } from '../command.ts';

export const RATE_OPTION: Option = {
  flags: '--rate <items>',
  description: 'largest number of items per second (default: no limit)',
};

export function rateOf({ rate }: Flags): { rate?: number } {
  if (typeof rate !== 'string') return {};
  if (!/^[1-9]\d{0,6}$/.test(rate)) throw usageError(`--rate takes a whole number of items per second, not "${rate}".`);
  return { rate: Number(rate) };
}
