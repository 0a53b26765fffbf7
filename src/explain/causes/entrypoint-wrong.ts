import type { Cause } from '../cause.ts';

export const entrypointWrong: Cause = {
  id: 'entrypoint-wrong',
  signs: {
    text: /Runtime\.(?:InvalidEntrypoint|InvalidTaskHandler|InvalidWorkingDir|NoHandler)|Extension\.|Lambda layer version/i,
  },
  says: 'Lambda cannot start the function: its entry point or its working folder does not exist.',
  fix: 'Deploy: apikit configures the function again.',
  next: (stage) => `apikit deploy --stage ${stage}`,
};
