/** Describes the kind `user-pool`. */
import type { KindDefinition } from '../definition.ts';
import { userPoolSearch } from './search.ts';
import type { UserPoolShape } from './shape.ts';
import { userPoolKind } from './user-pool.ts';

export const userPool: KindDefinition<UserPoolShape> = {
  kind: 'user-pool',
  plural: 'user pools',
  create: userPoolKind,
  former: {
    properties: ({ tags }) => ({ groups: [], scopes: {}, tags }),
    keep: 'data',
    // The listing costs a call, which stages without pools do not make.
    leftOver({ desired, observed }, listed) {
      const pooled = desired.some(({ kind }) => kind === 'user-pool') || observed.get('release')?.properties.pools;
      return pooled ? listed() : [];
    },
  },
  search: userPoolSearch,
};
