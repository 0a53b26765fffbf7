/**
 * AWS's time in milliseconds since the epoch. The times of logs are AWS's, nothing may expire early, and this
 * computer's clock may be wrong.
 */
import type { Clock } from '../../clock.ts';
import type { Clients } from './clients.ts';

export function awsTime({ clients, clock }: { clients: Pick<Clients, 'serverTime'>; clock: Clock }): number {
  return clients.serverTime.at(clock.now())?.earliest ?? clock.now();
}
