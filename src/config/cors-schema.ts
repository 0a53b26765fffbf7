/** The schema of `cors`. */
import { type Schema, section } from './schema-node.ts';

const headerNames: Schema = { type: 'array', items: { type: 'string', pattern: '^[A-Za-z0-9!#$%&*+.^_|~-]+$' } };

export const corsSchema = section(
  'The web pages that may call the API. It applies to preflights, the handler and the errors of API Gateway.',
  {
    origins: {
      type: 'array',
      uniqueItems: true,
      items: { type: 'string', pattern: '^(\\*|https?://[^/*\\s,]+)$' },
      description:
        'Exact origins such as https://app.example.com, or "*" alone. Default: none, and CORS is off. The stage local also allows the pages of this machine (http://localhost at any port).',
    },
    credentials: { type: 'boolean', description: 'Pages may send cookies and HTTP authentication. Default: false.' },
    allowHeaders: {
      ...headerNames,
      description:
        'Request headers that pages may send, in addition to those that operations of the contract declare. Default: content-type, authorization, x-api-key, x-correlation-id, if-match, idempotency-key.',
    },
    exposeHeaders: {
      ...headerNames,
      description:
        'Response headers that pages may read, in addition to those that responses in the contract declare. Default: etag, location, x-correlation-id, x-apikit-release.',
    },
    maxAge: {
      type: 'integer',
      minimum: 0,
      maximum: 86400,
      description: 'Seconds that browsers cache a preflight. Default: 600.',
    },
  },
);
