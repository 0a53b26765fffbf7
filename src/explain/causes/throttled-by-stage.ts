import { WORDS_OF } from '../answer-words.ts';
import { type Cause, possible, ruledOut } from '../cause.ts';

/** The rate that AWS gives an account (docs/aws/quotas.md). A stage without a limit of its own reports this rate. */
const ACCOUNT_RATE = 10_000;

export const throttledByStage: Cause = {
  id: 'throttled-by-stage',
  signs: { statuses: [429], types: ['THROTTLED'], words: WORDS_OF.THROTTLED },
  says: 'The stage or the method gets more requests than its limit allows.',
  fix: 'Raise throttle in apikit.yaml, for the stage or under x-apikit of the operation, and deploy.',
  next: (stage) => `apikit throttled --stage ${stage} --since 1h`,
  async check({ stage }) {
    const { throttle, methodThrottles } = await stage.live();
    const methods = Object.entries(methodThrottles).filter(([, { rate }]) => rate !== throttle.rate);
    if (throttle.rate >= ACCOUNT_RATE && methods.length === 0)
      return ruledOut('neither the stage nor a method has a limit of its own');
    const own = methods.map(([name, { rate, burst }]) => `; ${name} ${rate}/s, burst ${burst}`).join('');
    return possible(
      `Each method of the stage accepts ${throttle.rate} requests per second, burst ${throttle.burst}${own}.`,
    );
  },
};
