/** Reads that are made once, when they are first needed. What the credentials may not read is `UnreadableFact`. */
import type { Clients } from '../../../aws/sdk/clients.ts';
import { refusalOf } from '../../../aws/sdk/unsearched.ts';
import { UnreadableFact } from '../../../explain/evidence.ts';

/** With `needed`, the read ignores the limit of calls, and a denied call ends the command. */
export type OnceReader = <T>(read: () => Promise<T>, needed?: boolean) => () => Promise<T>;

/** `calls` is the number of AWS calls, counted over all clients, after which only needed reads are made. */
export function createOnceReader(clients: Pick<Clients, 'counts'>, calls = Infinity): OnceReader {
  let underWay = 0;
  return (read, needed = false) => {
    let known: ReturnType<typeof read> | undefined;
    return () => {
      if (known) return known;
      if (!needed && clients.counts.total + underWay >= calls)
        return Promise.reject(new UnreadableFact('apikit did not look at this, to answer quickly.'));
      underWay += 1;
      known = read()
        .finally(() => {
          underWay -= 1;
        })
        .catch((error: unknown) => {
          const why = needed ? undefined : refusalOf(error);
          throw why === undefined ? error : new UnreadableFact(`apikit could not look at this: ${why}.`);
        });
      return known;
    };
  };
}
