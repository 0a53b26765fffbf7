/** One listing that several resources look at: asked for once, forgotten when something it lists is written. */
import type { Clock } from '../../clock.ts';

export interface SharedRead<T> {
  get(key: string): Promise<T>;
  /** After a write: the next `get` asks again. */
  forget(): void;
}

/** ms. Long enough for all the readers of one phase, too short to outlive a question to the user. */
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
