import { type Cause, not, possible, so } from '../cause.ts';
import { refusal } from '../cross-origin.ts';

export const corsOrigin: Cause = {
  id: 'cors-origin',
  looks: { crossOrigin: true, text: /\bCORS\b|Access-Control-Allow-Origin/i },
  says: 'The origin of the page is not among those that the stage allows.',
  fix: 'Write it under cors.origins in apikit.yaml exactly as the browser sends it: with http or https, with a port that is not the usual one, without a slash at its end.',
  next: (stage) => `apikit deploy --stage ${stage}`,
  check({ symptom: { exchange }, stage: { wanted } }) {
    if (wanted.origins.length === 0) return not('no origin is allowed at all');
    const allows = `cors.origins has ${wanted.origins.join(', ')}`;
    if (!exchange) return possible(`${allows}.`);
    const listed = wanted.origins.includes('*') || wanted.origins.includes(exchange.origin);
    if (!listed) {
      const answer = exchange.preflight ?? exchange.answer;
      return answer && refusal(answer, exchange) === undefined
        ? not('the stage allows the origin')
        : so(`${allows}, and not ${exchange.origin}.`);
    }
    return not(allows);
  },
};
