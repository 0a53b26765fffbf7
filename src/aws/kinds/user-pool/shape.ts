/** The shape of a Cognito user pool with its groups and resource servers. Types only. */
import type { Tags } from '../../../naming/tags.ts';

export type UserPoolProperties = {
  /** People sign in with one of these instead of a user name. It can never be changed. */
  signIn: ('email' | 'phone')[];
  selfSignUp: boolean;
  passwordPolicy: {
    length: number;
    lowercase: boolean;
    uppercase: boolean;
    numbers: boolean;
    symbols: boolean;
    temporaryDays: number;
  };
  groups: string[];
  /** The identifier of a resource server → its scopes, sorted. */
  scopes: Record<string, string[]>;
  deletionProtection: boolean;
  tags: Tags;
};

export interface UserPoolShape {
  kind: 'user-pool';
  properties: UserPoolProperties;
  attributes: { id: string; arn: string; name: string };
  found: UserPoolProperties;
}
