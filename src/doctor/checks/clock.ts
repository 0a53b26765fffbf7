import { type Check, fine, found, NOTHING } from '../finding.ts';

/** ms. AWS refuses signatures that are five minutes off. */
const REFUSED = 300_000;
const NOTICED = 30_000;

export const clock: Check = {
  id: 'clock',
  area: 'machine',
  look({ machine: { ahead } }) {
    if (ahead === undefined) return NOTHING;
    const off = Math.abs(ahead);
    if (off < NOTICED) return fine('the clock is right');
    const seconds = Math.round(off / 1_000);
    return found({
      severity: off >= REFUSED ? 'error' : 'warning',
      says: `The clock of this machine is ${seconds} s ${ahead > 0 ? 'ahead of' : 'behind'} AWS.`,
      why: 'AWS refuses signatures that are more than five minutes off, and --since means another time than you think.',
      fix: 'Set the clock, by NTP if you can.',
    });
  },
};
