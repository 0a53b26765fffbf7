import { type Cause, confirmed, possible } from '../cause.ts';
import { BY_FUNCTION } from '../symptom.ts';

export const functionAnswers: Cause = {
  id: 'function-answers',
  signs: { statuses: [400, 401, 403, 404, 405, 406, 409, 410, 412, 415, 422, 428, 429], types: [BY_FUNCTION] },
  says: 'The handler itself returned this status.',
  fix: "The body of the response and the handler's log say why.",
  next: (stage) => `apikit tail-logs --stage ${stage} --since 1h --no-follow --status 4xx`,
  check: ({ symptom: { type } }) =>
    type === BY_FUNCTION
      ? confirmed('The gateway did not reject the request.')
      : possible('The gateway knows no more about it.'),
};
