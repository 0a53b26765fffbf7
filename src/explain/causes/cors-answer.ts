import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';
import { refusal } from '../cross-origin.ts';

export const corsAnswer: Cause = {
  id: 'cors-answer',
  signs: { crossOrigin: true, text: /No 'Access-Control-Allow-Origin' header/i },
  says: 'The response itself lacks the headers that let a page read it: the handler or the backend does not send them.',
  fix: "Let the handler respond with the project's own src/api, which sets the headers, or set Access-Control-Allow-Origin in the handler.",
  next: (stage) => `apikit smoke --stage ${stage}`,
  check({ symptom: { exchange } }) {
    if (!exchange) return possible();
    if (!exchange.answer) return ruledOut('the request itself was not sent');
    if (exchange.answer.headers['x-amzn-errortype'] !== undefined)
      return ruledOut('the gateway answered, not the function');
    const why = refusal(exchange.answer, exchange);
    return why === undefined
      ? ruledOut('the page is allowed to read the response')
      : confirmed(`A page of ${exchange.origin} cannot read the response (${exchange.answer.status}): ${why}.`);
  },
};
