/** Reads that are made when somebody first asks, once; what the credentials may not read is `Unseen`. */
import type { Clients } from '../../../aws/sdk/clients.ts';
import { refusalOf } from '../../../aws/sdk/unsearched.ts';
import { Unseen } from '../../../explain/evidence.ts';

/** `needed`: nothing can be told without it, so it is read whatever was before, and a refusal ends the command. */
export type ReadingOnce = <T>(read: () => Promise<T>, needed?: boolean) => () => Promise<T>;

/** `calls`: of AWS, all that the clients have made, after which only what is needed is read. */
export function readingOnce(clients: Pick<Clients, 'counts'>, calls = Infinity): ReadingOnce {
  let underWay = 0;
  return (read, needed = false) => {
    let known: ReturnType<typeof read> | undefined;
    return () => {
      if (known) return known;
      if (!needed && clients.counts.total + underWay >= calls)
        return Promise.reject(new Unseen('This was not looked at, so that the answer comes quickly.'));
      underWay += 1;
      known = read()
        .finally(() => {
          underWay -= 1;
        })
        .catch((error: unknown) => {
          const why = needed ? undefined : refusalOf(error);
          throw why === undefined ? error : new Unseen(`This could not be looked at: ${why}.`);
        });
      return known;
    };
  };
}
