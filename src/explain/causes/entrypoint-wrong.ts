import type { Cause } from '../cause.ts';

export const entrypointWrong: Cause = {
  id: 'entrypoint-wrong',
  looks: {
    text: /Runtime\.(?:InvalidEntrypoint|InvalidTaskHandler|InvalidWorkingDir|NoHandler)|Extension\.|Lambda layer version/i,
  },
  says: 'Lambda cannot start the function: its entry point or its working folder is not there.',
  fix: 'Deploy: apikit makes the function anew.',
  next: (stage) => `apikit deploy --stage ${stage}`,
};
