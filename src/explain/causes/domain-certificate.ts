/** Pitfall 25. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const domainCertificate: Cause = {
  id: 'domain-certificate',
  looks: { text: /certificate was not provided for the endpoint type|CNAMEAlreadyExists|base path mapping/i },
  says: 'The custom domain has no certificate for its type of endpoint; EDGE is the default and wants one of us-east-1.',
  fix: "Name the type REGIONAL, with a certificate of the stage's own region.",
  next: (stage) => `apikit status --stage ${stage}`,
};
