import { type Cause, confirmed, possible } from '../cause.ts';

export const functionThrottled: Cause = {
  id: 'function-throttled',
  signs: {
    statuses: [500, 429],
    types: ['DEFAULT_5XX', 'API_CONFIGURATION_ERROR'],
    text: /ConcurrentInvocationLimitExceeded|Rate Exceeded\.|TooManyRequestsException(?!.*CallerRate)/,
    words: /internal server error/i,
  },
  says: "Lambda throttles the function: its own concurrency limit or the account's limit is reached.",
  fix: 'Raise the limit of the function (function.reservedConcurrency in apikit.yaml), or request more concurrency for the account (new accounts have 10).',
  next: (stage) => `apikit metrics --stage ${stage} --since 1h`,
  async check({ symptom: { text }, stage }) {
    const fn = await stage.liveFunction();
    if (fn?.reserved === 0)
      return confirmed('The function is turned off: its reserved concurrency is 0.', {
        fix: 'Unless it was set on purpose, set function.reservedConcurrency in apikit.yaml to false, which removes it, and deploy.',
      });
    const own = fn?.reserved === undefined ? '' : ` Its reserved concurrency is ${fn.reserved}.`;
    if (/LimitExceeded|rate exceeded|TooManyRequests/i.test(text)) return confirmed(`Lambda reported it.${own}`);
    return fn?.reserved === undefined ? possible('The function has no limit of its own.') : possible(own.trim());
  },
};
