/** Malformed requests, which a service must always report as the client's error. */

const NONSENSE = [null, 'x', -1, true, [], [null], ['x'], [[]], {}, { a: null }, { x: 'x' }];

/** Returns the request with every member, at any depth, replaced in turn by every kind of nonsense. */
export function* illShaped(good: unknown): Generator<unknown> {
  if (typeof good !== 'object' || good === null) return;
  for (const [name, value] of Object.entries(good)) {
    const replaced = (other: unknown) =>
      Array.isArray(good) ? good.with(Number(name), other) : { ...good, [name]: other };
    for (const nonsense of NONSENSE) yield replaced(nonsense);
    for (const deeper of illShaped(value)) yield replaced(deeper);
  }
}
