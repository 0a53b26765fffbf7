/** Pitfall 27. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const importRejected: Cause = {
  id: 'import-rejected',
  looks: {
    text: /Invalid OpenAPI input|Invalid model schema|Unable to put integration|A sibling .* variable path part|Invalid model (?:identifier|name)|Errors found during import/i,
  },
  says: 'The OpenAPI document has something that API Gateway does not take.',
  fix: 'The lint names each place with file, line and what to write.',
  next: () => 'apikit openapi lint',
};
