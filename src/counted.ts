/** A number with what it counts: `1 operation`, `7 operations`. For nouns whose plural has an `s`, and nothing else. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
