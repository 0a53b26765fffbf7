/** Pitfall 7. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const noIntegration: Cause = {
  id: 'no-integration',
  signs: { text: /No integration defined for method|doesn't contain any methods/i },
  says: 'A method of the API has no integration, so API Gateway cannot create a deployment.',
  fix: 'Find the operation without an integration, or deploy the contract with apikit, which gives each operation an integration.',
  next: () => 'apikit validate',
};
