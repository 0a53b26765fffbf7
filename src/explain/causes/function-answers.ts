import { type Cause, possible, so } from '../cause.ts';
import { BY_FUNCTION } from '../symptom.ts';

export const functionAnswers: Cause = {
  id: 'function-answers',
  looks: { statuses: [400, 401, 403, 404, 405, 406, 409, 410, 412, 415, 422, 428, 429], types: [BY_FUNCTION] },
  says: 'The handler itself answered so.',
  fix: 'The body of the answer and what the handler logged tell why.',
  next: (stage) => `apikit tail-logs --stage ${stage} --since 1h --no-follow --status 4xx`,
  check: ({ symptom: { type } }) =>
    type === BY_FUNCTION ? so('The gateway has not refused the request.') : possible('The gateway can tell no more.'),
};
