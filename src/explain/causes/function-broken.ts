import { WORDS_OF } from '../answer-words.ts';
import { type Cause, confirmed, ruledOut } from '../cause.ts';

export const functionBroken: Cause = {
  id: 'function-broken',
  signs: {
    statuses: [500, 502],
    types: ['DEFAULT_5XX', 'API_CONFIGURATION_ERROR'],
    words: WORDS_OF.API_CONFIGURATION_ERROR,
  },
  says: 'The version of the function that the stage serves does not exist or cannot run.',
  fix: 'Switch the stage to a release whose version exists, or deploy.',
  next: (stage) => `apikit releases --stage ${stage}`,
  async check({ stage }) {
    const fn = await stage.liveFunction();
    if (!fn) return confirmed('Lambda has no such version.');
    if (fn.state === 'Active') return ruledOut('the version of the function is active');
    return confirmed(
      `Version ${fn.version} is ${fn.state}${fn.stateReason === undefined ? '' : `: ${fn.stateReason}`}.`,
    );
  },
};
