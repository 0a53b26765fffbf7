/** Pitfall 16. See docs/pitfalls.md. */
import { WORDS_OF } from '../answer-words.ts';
import { type Cause, possible, ruledOut } from '../cause.ts';

export const apiKeyDisabled: Cause = {
  id: 'api-key-disabled',
  signs: { statuses: [403], types: ['INVALID_API_KEY'], words: WORDS_OF.INVALID_API_KEY },
  says: 'A key of the stage is disabled, and API Gateway rejects it like an unknown key.',
  fix: 'Enable the key if its owner may call again, or create another key.',
  next: (stage) => `apikit keys list --stage ${stage}`,
  async check({ stage }) {
    // A check cannot tell which key the caller sent. The old value of a rotation also stays disabled.
    const disabled = (await stage.keys()).filter(({ enabled }) => !enabled).map(({ name }) => name);
    return disabled.length > 0
      ? possible(`Disabled: ${disabled.join(', ')}.`)
      : ruledOut('every key of the stage is enabled');
  },
};
