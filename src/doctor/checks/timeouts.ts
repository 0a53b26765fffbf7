import { type Check, fine, found, NOTHING } from '../finding.ts';

/** ms that API Gateway waits where an operation does not say. */
const USUAL = 29_000;

export const timeouts: Check = {
  id: 'timeouts',
  area: 'stage',
  async look({ stage }) {
    const live = await stage?.evidence.liveFunction();
    if (!stage || !live) return NOTHING;
    const operations = (await stage.evidence.operations()).filter(({ integration }) => /^aws/i.test(integration ?? ''));
    const short = operations.filter(({ timeout = USUAL }) => timeout < live.timeout * 1_000);
    const [first] = short;
    if (!first) return fine(`the function ends after ${live.timeout} s, before API Gateway does`);
    return found({
      severity: 'warning',
      says: `The function may run for ${live.timeout} s, and API Gateway waits ${(first.timeout ?? USUAL) / 1_000} s (${first.method} ${first.path}${short.length > 1 ? ` and ${short.length - 1} more` : ''}).`,
      why: 'Callers get a 504 while the function goes on, and may do things twice when they try again.',
      fix: 'Write a function.timeout below that in apikit.yaml, with shorter timeouts for what the handler calls, and deploy.',
      command: `apikit plan --stage ${stage.name}`,
    });
  },
};
