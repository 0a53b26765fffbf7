/** Pitfall 20. See docs/pitfalls.md. */
import { type Cause, not, possible, so } from '../cause.ts';
import { refusal } from '../cross-origin.ts';

export const corsErrorAnswer: Cause = {
  id: 'cors-error-answer',
  looks: { crossOrigin: true, text: /No 'Access-Control-Allow-Origin' header/i },
  says: 'The request failed at the gateway, whose answer has no headers for pages, so that the browser calls it a CORS error.',
  fix: 'Find out why the request fails; with cors.origins in apikit.yaml the answers of the gateway have the headers, too.',
  next: (stage) => `apikit plan --stage ${stage}`,
  check({ symptom: { exchange }, stage }) {
    if (!exchange) return possible();
    if (!exchange.answer) return not('the request itself was not sent');
    const { status, headers, body } = exchange.answer;
    const why = refusal(exchange.answer, exchange);
    if (headers['x-amzn-errortype'] === undefined || why === undefined)
      return not('the gateway has not refused the request, or its answer may be read');
    return so(`It was answered with ${status} ${body.slice(0, 200)}, and a page may not read that: ${why}.`, {
      next: `apikit explain ${status} --stage ${stage.stage}`,
    });
  },
};
