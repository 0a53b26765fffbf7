/** Generates random numbers and IDs from a seed, so that a run can be repeated exactly. */

export interface Random {
  /** 0 ≤ n < 1 */
  next(): number;
  /** A version 4 UUID. */
  uuid(): string;
  /** Eight letters and digits. */
  word(): string;
}

/** The generator mulberry32; `seed` is an unsigned 32-bit integer. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const digits = (count: number, base: number) =>
    Array.from({ length: count }, () => Math.floor(next() * base).toString(base)).join('');
  return {
    next,
    uuid() {
      const variant = '89ab'[Math.floor(next() * 4)];
      return `${digits(8, 16)}-${digits(4, 16)}-4${digits(3, 16)}-${variant}${digits(3, 16)}-${digits(12, 16)}`;
    },
    word: () => digits(8, 36),
  };
}
