import { WORDS_OF } from '../answer-words.ts';
import { type Cause, possible, ruledOut } from '../cause.ts';

export const throttledByPlan: Cause = {
  id: 'throttled-by-plan',
  signs: { statuses: [429], types: ['THROTTLED'], words: WORDS_OF.THROTTLED },
  says: 'A key sends more requests than the limit of its usage plan allows.',
  fix: 'Let the client wait and retry, or raise rate and burst of the plan in apikit.yaml (usagePlans) and deploy.',
  next: (stage) => `apikit throttled --stage ${stage} --since 1h`,
  async check({ stage }) {
    const limited = (await stage.plans()).filter(
      ({ throttle, operations }) => throttle || Object.keys(operations).length > 0,
    );
    if (limited.length === 0) return ruledOut('no usage plan of the stage has a limit');
    const limits = limited.map(({ name, throttle }) =>
      throttle ? `${name} ${throttle.rate}/s, burst ${throttle.burst}` : `${name} for single operations`,
    );
    return possible(`Limits of the plans, for each key: ${limits.join('; ')}.`);
  },
};
