import { type Check, fine, found, NOTHING } from '../finding.ts';

/** API Gateway's timeout in ms for operations without a setting. */
const USUAL = 29_000;

export const timeouts: Check = {
  id: 'timeouts',
  area: 'stage',
  async run({ stage }) {
    const live = await stage?.evidence.liveFunction();
    if (!stage || !live) return NOTHING;
    const operations = (await stage.evidence.operations()).filter(({ integration }) => /^aws/i.test(integration ?? ''));
    const short = operations.filter(({ timeout = USUAL }) => timeout < live.timeout * 1_000);
    const [first] = short;
    if (!first) return fine(`the function ends after ${live.timeout} s, before API Gateway's timeout`);
    return found({
      severity: 'warning',
      says: `The function may run for ${live.timeout} s, and API Gateway waits ${(first.timeout ?? USUAL) / 1_000} s (${first.method} ${first.path}${short.length > 1 ? ` and ${short.length - 1} more` : ''}).`,
      why: 'Callers get a 504 while the function continues, and a retry may do the work twice.',
      fix: 'Set a shorter function.timeout in apikit.yaml, with shorter timeouts for the calls of the handler, and deploy.',
      command: `apikit plan --stage ${stage.name}`,
    });
  },
};
