import { RUNTIMES } from '../../config/runtimes.ts';
import { type Check, type Finding, fine, NOTHING } from '../finding.ts';

/** In ms. A runtime that ends within this time is reported. */
const SOON = 180 * 86_400_000;

export const runtimes: Check = {
  id: 'runtimes',
  area: 'stage',
  async run({ stage, machine: { now } }) {
    const live = await stage?.evidence.liveFunction();
    if (!stage || !live) return NOTHING;
    const ends = RUNTIMES.find(({ id }) => id === live.runtime)?.deprecated;
    if (ends === undefined || Date.parse(ends) - now > SOON) return fine(`runtime ${live.runtime}`);
    const over = Date.parse(ends) <= now;
    const finding: Finding = {
      severity: over ? 'error' : 'warning',
      says: `The function runs with ${live.runtime}, which AWS ${over ? 'ended' : 'ends'} on ${ends}.`,
      why: 'From then on, AWS provides no patches, and soon after rejects every change of the function.',
      fix: 'Set a current runtime under function.runtime in apikit.yaml, and deploy.',
      command: `apikit plan --stage ${stage.name}`,
    };
    return { findings: [finding] };
  },
};
