/** Reads that are made when somebody first asks, once; what the credentials may not read is `Unseen`. */
import type { Clients } from '../../aws/clients.ts';
import { refusalOf } from '../../aws/unsearched.ts';
import { Unseen } from '../../explain/evidence.ts';

/** `free`: whatever was asked for before. */
export type ReadingOnce = <T>(read: () => Promise<T>, free?: boolean) => () => Promise<T>;

/** `calls`: of AWS, all that the clients have made, after which only what is free is read. */
export function readingOnce(clients: Pick<Clients, 'counts'>, calls = Infinity): ReadingOnce {
  let underWay = 0;
  return (read, free = false) => {
    let known: ReturnType<typeof read> | undefined;
    return () => {
      if (known) return known;
      if (!free && clients.counts.total + underWay >= calls)
        return Promise.reject(new Unseen('This was not looked at, so that the answer comes quickly.'));
      underWay += 1;
      known = read()
        .finally(() => {
          underWay -= 1;
        })
        .catch((error: unknown) => {
          const why = refusalOf(error);
          throw why === undefined ? error : new Unseen(`This could not be looked at: ${why}.`);
        });
      return known;
    };
  };
}
