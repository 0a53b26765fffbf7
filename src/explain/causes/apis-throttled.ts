/** Pitfall 1. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const apisThrottled: Cause = {
  id: 'apis-throttled',
  signs: {
    text: /(?:DeleteRestApi|CreateRestApi|ImportRestApi)[\s\S]*(?:Too ?Many ?Requests|throttl)|(?:Too ?Many ?Requests|throttl)[\s\S]*(?:DeleteRestApi|CreateRestApi|ImportRestApi)/i,
  },
  says: 'API Gateway deletes one API in 30 seconds and creates one in 3, for the whole account and region.',
  fix: 'Delete one API at a time, and wait half a minute after a rejection; apikit does both.',
  next: (stage) => `apikit list --stage ${stage}`,
};
