/** The shape of a user pool client. Types only. */
import type { Later, Resolved } from '../../../engine/resource.ts';

/** How people and programs sign in. `refresh` is always allowed. */
export type PoolFlow = 'srp' | 'password' | 'admin-password' | 'client-credentials';

export type UserPoolClientProperties = {
  /** The ID of the pool. */
  pool: Later<string>;
  flows: PoolFlow[];
  /** Minutes; days for the refresh token. */
  tokens: { access: number; id: number; refresh: number };
  /** The scopes that programs may request, as `<identifier>/<scope>`, sorted. */
  scopes: string[];
};

export interface UserPoolClientShape {
  kind: 'user-pool-client';
  properties: UserPoolClientProperties;
  attributes: { id: string; name: string };
  found: Omit<UserPoolClientProperties, 'pool'> & { pool: string | undefined; secret: boolean };
}

export type DesiredClient = Resolved<UserPoolClientProperties>;
