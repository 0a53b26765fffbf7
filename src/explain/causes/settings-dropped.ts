/** Pitfall 3. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const settingsDropped: Cause = {
  id: 'settings-dropped',
  signs: {
    text: /(?:binary ?media ?types?|minimum ?compression|resource policy|vpc ?endpoint)[\s\S]*(?:gone|lost|dropped|disappear|reset)/i,
  },
  says: 'An import in overwrite mode resets the settings that the document does not name: binary media types, compression, the resource policy.',
  fix: 'Write these settings in the contract and in apikit.yaml, and deploy: apikit writes each of them into the document and compares the result.',
  next: (stage) => `apikit plan --stage ${stage}`,
};
