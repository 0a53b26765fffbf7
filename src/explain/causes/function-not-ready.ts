import type { Cause } from '../cause.ts';

export const functionNotReady: Cause = {
  id: 'function-not-ready',
  signs: {
    text: /ResourceNotReady|function is currently in the following state|CodeArtifactUserPending|CodeArtifactUserFailed|CodeArtifactUserDeleted|State(?:Reason)?: ?Pending/i,
  },
  says: 'Lambda is still creating the version of the function.',
  fix: 'Wait until it is Active; a deploy does so before it switches the stage.',
  next: (stage) => `apikit status --stage ${stage}`,
};
