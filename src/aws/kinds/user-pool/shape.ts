/** The shape of a Cognito user pool with its groups and resource servers. Types only. */
import type { Tags } from '../../../naming/tags.ts';

export type UserPoolProperties = {
  /** Instead of a name of their own, people have one of these. For ever. */
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
  /** Identifier of a resource server → its scopes, sorted. */
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
