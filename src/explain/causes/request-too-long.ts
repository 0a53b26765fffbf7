import type { Cause } from '../cause.ts';

export const requestTooLong: Cause = {
  id: 'request-too-long',
  signs: { statuses: [414, 431], text: /request uri too long|HTTP header is larger|HTTP line is larger/i },
  says: 'The address or the headers are longer than the 10,240 bytes that API Gateway accepts; with an authorizer, the path may have about 1,600.',
  fix: 'Send long data in the body.',
  next: () => 'apikit openapi lint',
};
