/** Calls, requests and streams that are remembered; somebody may follow a log for days. */
const REMEMBERED = 10_000;

/** Puts something into a memory, and forgets what was put there longest ago when there is too much. */
export function remember<V>(memory: Map<string, V>, key: string, value: V): void {
  memory.delete(key);
  memory.set(key, value);
  if (memory.size > REMEMBERED) memory.delete(memory.keys().next().value!);
}
