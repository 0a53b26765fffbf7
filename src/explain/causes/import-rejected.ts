/** Pitfall 27. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const importRejected: Cause = {
  id: 'import-rejected',
  signs: {
    text: /Invalid OpenAPI input|Invalid model schema|Unable to put integration|A sibling .* variable path part|Invalid model (?:identifier|name)|Errors found during import/i,
  },
  says: 'The OpenAPI document has a part that API Gateway does not accept.',
  fix: 'The lint command names each place with file, line and fix.',
  next: () => 'apikit openapi lint',
};
