import { counted } from '../../text/counted.ts';
import { type Check, fine, found, NOTHING } from '../finding.ts';

/** Days after which the counts have shown what the rules would block. */
const LONG = 14;

export const firewall: Check = {
  id: 'firewall',
  area: 'stage',
  async run({ stage }) {
    if (!stage?.wanted.countsOnly) return NOTHING;
    const acl = (await stage.resources()).find(({ kind, state }) => kind === 'web-acl' && state !== 'missing');
    if (!acl) return NOTHING;
    const days = await stage.daysWithCountedRequests();
    if (days < LONG) return fine(`a firewall that only counts, on ${counted(days, 'day')} so far`);
    return found({
      severity: 'warning',
      says: `The firewall of the stage blocks nothing: its rules have only counted requests, on ${days} of the last 30 days.`,
      why: 'The requests that it counted reached the function.',
      fix: 'Look at the counts, write count: false under waf in apikit.yaml, and deploy.',
      command: `apikit metrics --stage ${stage.name} --since 7d`,
    });
  },
};
