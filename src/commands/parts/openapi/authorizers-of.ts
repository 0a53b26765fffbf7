/** The security schemes of an imported contract that still need an authorizer in the project. */
import type { Foreign } from '../../../contract/import/read-foreign.ts';

export const authorizersOf = ({ operations }: Foreign): string[] => [
  ...new Set(
    operations.flatMap(({ access: { authorizer } }) =>
      authorizer?.kind === 'token' || authorizer?.kind === 'request' ? authorizer.scheme : [],
    ),
  ),
];
