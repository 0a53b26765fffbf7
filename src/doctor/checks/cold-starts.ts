import { type Check, fine, found, NOTHING } from '../finding.ts';

const MANY = 20;
const SHARE = 0.2;

export const coldStarts: Check = {
  id: 'cold-starts',
  area: 'stage',
  async run({ stage }) {
    if (!stage) return NOTHING;
    const { calls, cold, ms } = await stage.coldStarts();
    if (calls === 0) return NOTHING;
    const share = cold / calls;
    if (cold < MANY || share < SHARE) return fine(`${cold} of ${calls} calls of the last hour were cold starts`);
    return found({
      severity: 'warning',
      says: `${cold} of ${calls} calls of the last hour (${Math.round(share * 100)} %) were cold starts, of ${Math.round(ms)} ms each.`,
      why: 'Calls come in bursts, or processes end early, so that callers wait for the function to start.',
      fix: 'Check whether processes end (errors, timeouts); raise function.memory, which also makes the start faster, and load less code at the start.',
      command: `apikit metrics --stage ${stage.name} --since 1h`,
    });
  },
};
