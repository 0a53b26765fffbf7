/** A number and its noun: `1 operation`, `7 operations`. Only for nouns whose plural ends in `s`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
