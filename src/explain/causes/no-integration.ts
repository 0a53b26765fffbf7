/** Pitfall 7. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const noIntegration: Cause = {
  id: 'no-integration',
  looks: { text: /No integration defined for method|doesn't contain any methods/i },
  says: 'A method of the API has no integration, so that no deployment can be made of it.',
  fix: 'Find the operation without one, or deploy the contract with apikit, which gives each operation its integration.',
  next: () => 'apikit validate',
};
