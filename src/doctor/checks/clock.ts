import { type Check, fine, found, NOTHING } from '../finding.ts';

/** In ms. AWS rejects signatures that differ by more than five minutes. */
const REFUSED = 300_000;
const NOTICED = 30_000;

export const clock: Check = {
  id: 'clock',
  area: 'machine',
  run({ machine: { ahead } }) {
    if (ahead === undefined) return NOTHING;
    const off = Math.abs(ahead);
    if (off < NOTICED) return fine('the clock is right');
    const seconds = Math.round(off / 1_000);
    return found({
      severity: off >= REFUSED ? 'error' : 'warning',
      says: `The clock of this machine is ${seconds} s ${ahead > 0 ? 'ahead of' : 'behind'} AWS.`,
      why: 'AWS rejects signatures that differ by more than five minutes, and --since means another time than you expect.',
      fix: 'Set the clock, with NTP if possible.',
    });
  },
};
