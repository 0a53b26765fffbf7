import { type Cause, confirmed, possible } from '../cause.ts';

export const bodyInvalid: Cause = {
  id: 'body-invalid',
  signs: {
    statuses: [400],
    types: ['BAD_REQUEST_BODY'],
    text: /invalid request body|invalid json in request body|body is not as the contract says/i,
  },
  says: 'The body does not match the contract, or it is not JSON.',
  fix: 'Compare it with the schema of the operation; the header x-validation-error of the response names the member.',
  next: (stage) => `apikit test --stage ${stage}`,
  check: ({ symptom: { text, type } }) =>
    text !== '' || type !== undefined
      ? confirmed('API Gateway rejected the request before it called the function.')
      : possible(),
};
