// Random numbers that can be repeated: the same seed gives the same requests.

/** Mulberry32. */
export function createRandom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit) => Math.floor(next() * limit);
  const pick = (list) => list[below(list.length)];
  return {
    below,
    pick,
    chance: (probability) => next() < probability,
    /** Any bytes, as latin1 text. */
    bytes: (length) => Array.from({ length }, () => String.fromCharCode(below(256))).join(''),
    text: (length) => Array.from({ length }, () => pick('abcXYZ019-_.~!$&()*+,;=:@/%{}[]"\'<>|\\^` é☃')).join(''),
  };
}
