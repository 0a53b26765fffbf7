import { type Cause, confirmed, possible } from '../cause.ts';

export const parametersMissing: Cause = {
  id: 'parameters-missing',
  signs: { statuses: [400], types: ['BAD_REQUEST_PARAMETERS'], text: /missing required request parameters/i },
  says: 'A parameter that the contract requires is missing or empty.',
  fix: 'Send it. The response names each missing parameter: headers first, then the path, then the query.',
  next: () => 'apikit openapi lint',
  check({ symptom: { text, type } }) {
    const missing = /request parameters: (\[[^\]]*\])/i.exec(text)?.[1];
    if (missing !== undefined) return confirmed(`Missing: ${missing}.`);
    return type === undefined
      ? possible()
      : confirmed('API Gateway rejected the request before it called the function.');
  },
};
