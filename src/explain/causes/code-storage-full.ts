import type { Cause } from '../cause.ts';

export const codeStorageFull: Cause = {
  id: 'code-storage-full',
  signs: {
    text: /CodeStorageExceeded|Unzipped size must be smaller|Zipped size must be smaller|RequestEntityTooLargeException|Request must be smaller than/i,
  },
  says: "The account's storage for function code is full.",
  fix: 'Keep fewer releases (function.keepReleases), and delete expired previews.',
  next: () => 'apikit prune',
};
