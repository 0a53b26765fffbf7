/** Pitfall 20. See docs/pitfalls.md. */
import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';
import { refusal } from '../cross-origin.ts';

export const corsErrorAnswer: Cause = {
  id: 'cors-error-answer',
  signs: { crossOrigin: true, text: /No 'Access-Control-Allow-Origin' header/i },
  says: 'The gateway rejected the request, and its response has no CORS headers, so that the browser calls it a CORS error.',
  fix: "Find out why the request fails. With cors.origins in apikit.yaml, the gateway's own responses have the headers, too.",
  next: (stage) => `apikit plan --stage ${stage}`,
  check({ symptom: { exchange }, stage }) {
    if (!exchange) return possible();
    if (!exchange.answer) return ruledOut('the request itself was not sent');
    const { status, headers, body } = exchange.answer;
    const why = refusal(exchange.answer, exchange);
    if (headers['x-amzn-errortype'] === undefined || why === undefined)
      return ruledOut('the gateway did not reject the request, or the page is allowed to read its response');
    return confirmed(`The response was ${status} ${body.slice(0, 200)}, and a page cannot read it: ${why}.`, {
      next: `apikit explain ${status} --stage ${stage.stage}`,
    });
  },
};
