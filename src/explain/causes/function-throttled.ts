import { type Cause, possible, so } from '../cause.ts';

export const functionThrottled: Cause = {
  id: 'function-throttled',
  looks: {
    statuses: [500, 429],
    types: ['DEFAULT_5XX', 'API_CONFIGURATION_ERROR'],
    text: /ConcurrentInvocationLimitExceeded|Rate Exceeded\.|TooManyRequestsException(?!.*CallerRate)/,
    words: /internal server error/i,
  },
  says: 'Lambda does not start the function as often at once as it is called: its own limit, or that of the account, is reached.',
  fix: 'Raise the limit of the function, or ask AWS for more concurrency in the account (new accounts have 10).',
  next: (stage) => `apikit metrics --stage ${stage} --since 1h`,
  async check({ symptom: { text }, stage }) {
    const fn = await stage.liveFunction();
    if (fn?.reserved === 0)
      return so('The function is turned off: its reserved concurrency is 0.', {
        fix: 'Take the reserved concurrency of 0 away in the Lambda console, if nobody turned the function off on purpose.',
      });
    const own = fn?.reserved === undefined ? '' : ` ${fn.reserved} calls at once are set aside for it.`;
    if (/LimitExceeded|rate exceeded|TooManyRequests/i.test(text)) return so(`Lambda said so.${own}`);
    return fn?.reserved === undefined ? possible('The function has no limit of its own.') : possible(own.trim());
  },
};
