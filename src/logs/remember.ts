/** The limit of remembered calls, requests and streams. A user may follow a log for days. */
const REMEMBERED = 10_000;

/** Adds an entry to a map, and removes the oldest entry if the map is too large. */
export function remember<V>(memory: Map<string, V>, key: string, value: V): void {
  memory.delete(key);
  memory.set(key, value);
  if (memory.size > REMEMBERED) memory.delete(memory.keys().next().value!);
}
