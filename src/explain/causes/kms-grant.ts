/** Pitfall 13. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const kmsGrant: Cause = {
  id: 'kms-grant',
  signs: {
    text: /KMSAccessDenied|unable to decrypt the environment variables|KMS key is invalid for CreateGrant|valid principal/i,
  },
  says: 'Lambda cannot decrypt the environment of the function: its role was deleted and created again, and the grant belongs to the old role.',
  fix: 'A new version gets a new grant: change a value of the environment, or the code, and deploy.',
  next: (stage) => `apikit deploy --stage ${stage}`,
};
