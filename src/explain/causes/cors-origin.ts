import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';
import { refusal } from '../cross-origin.ts';

export const corsOrigin: Cause = {
  id: 'cors-origin',
  signs: { crossOrigin: true, text: /\bCORS\b|Access-Control-Allow-Origin/i },
  says: 'The stage does not allow the origin of the page.',
  fix: 'Add it under cors.origins in apikit.yaml exactly as the browser sends it: with http or https, with the port unless it is the default, without a slash at the end.',
  next: (stage) => `apikit deploy --stage ${stage}`,
  check({ symptom: { exchange }, stage: { wanted } }) {
    if (wanted.origins.length === 0) return ruledOut('the stage allows no origin at all');
    const allows = `cors.origins has ${wanted.origins.join(', ')}`;
    if (!exchange) return possible(`${allows}.`);
    const listed = wanted.origins.includes('*') || wanted.origins.includes(exchange.origin);
    if (!listed) {
      const answer = exchange.preflight ?? exchange.answer;
      return answer && refusal(answer, exchange) === undefined
        ? ruledOut('the stage allows the origin')
        : confirmed(`${allows}, but not ${exchange.origin}.`);
    }
    return ruledOut(allows);
  },
};
