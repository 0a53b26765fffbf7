/** Pitfall 25. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const domainCertificate: Cause = {
  id: 'domain-certificate',
  signs: { text: /certificate was not provided for the endpoint type|CNAMEAlreadyExists|base path mapping/i },
  says: 'The custom domain has no certificate for its endpoint type. EDGE is the default and needs a certificate in us-east-1.',
  fix: "Set the type REGIONAL, with a certificate in the stage's own region.",
  next: (stage) => `apikit status --stage ${stage}`,
};
