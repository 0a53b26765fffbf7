/** The shape of a user pool client. Types only. */
import type { Later, Resolved } from '../../../engine/resource.ts';

/** How people and programs sign in; `refresh` is always there. */
export type PoolFlow = 'srp' | 'password' | 'admin-password' | 'client-credentials';

export type UserPoolClientProperties = {
  /** The pool's id. */
  pool: Later<string>;
  flows: PoolFlow[];
  /** Minutes; of the refresh token, days. */
  tokens: { access: number; id: number; refresh: number };
  /** The scopes that programs may request, `<identifier>/<scope>`, sorted. */
  scopes: string[];
};

export interface UserPoolClientShape {
  kind: 'user-pool-client';
  properties: UserPoolClientProperties;
  attributes: { id: string; name: string };
  found: Omit<UserPoolClientProperties, 'pool'> & { pool: string | undefined; secret: boolean };
}

export type DesiredClient = Resolved<UserPoolClientProperties>;
