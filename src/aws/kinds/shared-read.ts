/** A listing that several resources share: it is read once, and again after something in it was written. */
import type { Clock } from '../../clock.ts';

export interface SharedRead<T> {
  get(key: string): Promise<T>;
  /** Called after a write, so that the next `get` reads again. */
  forget(): void;
}

/** Milliseconds. Long enough for all readers of one phase, and shorter than a prompt to the user. */
const FRESH_FOR = 5_000;

export function sharedRead<T>(clock: Clock, load: (key: string) => Promise<T>): SharedRead<T> {
  const loaded = new Map<string, { at: number; value: Promise<T> }>();
  return {
    get(key) {
      const known = loaded.get(key);
      if (known && clock.now() - known.at <= FRESH_FOR) return known.value;
      const value = load(key);
      loaded.set(key, { at: clock.now(), value });
      value.catch(() => loaded.delete(key));
      return value;
    },
    forget() {
      loaded.clear();
    },
  };
}
