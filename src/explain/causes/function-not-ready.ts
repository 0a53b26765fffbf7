import type { Cause } from '../cause.ts';

export const functionNotReady: Cause = {
  id: 'function-not-ready',
  looks: {
    text: /ResourceNotReady|function is currently in the following state|CodeArtifactUserPending|CodeArtifactUserFailed|CodeArtifactUserDeleted|State(?:Reason)?: ?Pending/i,
  },
  says: 'The version of the function is still being made.',
  fix: 'Wait until it is Active; a deploy does so before it switches.',
  next: (stage) => `apikit status --stage ${stage}`,
};
