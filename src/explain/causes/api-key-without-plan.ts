/** Pitfall 16. See docs/pitfalls.md. */
import { WORDS_OF } from '../answer-words.ts';
import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';

export const apiKeyWithoutPlan: Cause = {
  id: 'api-key-without-plan',
  signs: { statuses: [403], types: ['INVALID_API_KEY'], words: WORDS_OF.INVALID_API_KEY },
  says: 'A key is in no usage plan of the stage, so API Gateway rejects it.',
  fix: 'Create the key again, in the right usage plan.',
  next: (stage) => `apikit keys list --stage ${stage}`,
  async check({ symptom, stage }) {
    const plans = await stage.plans();
    if (plans.length === 0) {
      if (symptom.type === undefined && !(await stage.operations()).some(({ key }) => key))
        return ruledOut('no operation of the stage needs an API key');
      return confirmed('Operations need a key, and the stage has no usage plan.', {
        fix: 'Add a plan under usagePlans in apikit.yaml, deploy, and create a key in it.',
        next: `apikit plan --stage ${stage.stage}`,
      });
    }
    const [keys, inPlans] = [await stage.keys(), new Set(await stage.keysInPlans())];
    const without = keys.filter(({ id }) => !inPlans.has(id)).map(({ name }) => name);
    return without.length > 0
      ? possible(`In no plan: ${without.join(', ')}.`)
      : ruledOut('every key of the stage is in a usage plan');
  },
};
